/** Whether Engage delivered an agent's message: `failed` once Engage has stopped trying. */
export type ContentExport = 'done' | 'pending' | 'failed';

/** A content of a thread as Engage's records show it. */
export interface FoundContent {
  readonly id: string;
  /** On Engage's clock, in whole seconds. */
  readonly writtenAt: Date;
  readonly text: string;
  /** Its files and structured parts, e.g. a choice, as a text: equal only for equal ones. */
  readonly extras: string;
  readonly export: ContentExport;
}

/** An agent who repeats a text later than this does so on purpose, in milliseconds. */
const AGAIN_MS = 600_000;

/**
 * Agents' messages that Engage could not deliver to our source, oldest first. Those that an agent wrote again within ten
 * minutes are left out: the customer would read them twice.
 *
 * @param found oldest first
 */
export function undelivered<Found extends FoundContent>(found: readonly Found[]): Found[] {
  return found.filter((one, place) => one.export === 'failed' && !found.slice(place + 1).some(saysAgain(one)));
}

const saysAgain =
  ({ text, extras, writtenAt }: FoundContent) =>
  (later: FoundContent): boolean =>
    text.trim() !== '' &&
    later.text === text &&
    later.extras === extras &&
    later.writtenAt.getTime() - writtenAt.getTime() <= AGAIN_MS;

/** The id of the event for a content found in Engage. Engage's own event about it has another one. */
export function foundEventId(contentId: string): string {
  return `found-${contentId}`;
}
