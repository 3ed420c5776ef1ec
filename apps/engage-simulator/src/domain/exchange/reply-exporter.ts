import type { Content, User } from '../state/model.js';

/** Sends agents' contents to the source. */
export abstract class ReplyExporter {
  /** Starts the export; `content.exported` reports its end. */
  abstract export(content: Content, actor: User): void;
}
