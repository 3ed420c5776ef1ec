/** What Engage refuses on a source: the bot's answers, or everything that is sent there. */
export interface SourceFault {
  readonly sourceId: string;
  /** What to do about it. */
  readonly message: string;
  readonly since: Date;
}
