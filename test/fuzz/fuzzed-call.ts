/** A request that was made up. */
export interface FuzzedCall {
  /** The route, for reports. */
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}
