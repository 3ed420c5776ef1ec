import type { Content, User } from './model.js';

/** Brings agents' contents to the source. */
export abstract class ReplyExporter {
  /** Starts the export; its end is told by `content.exported`. */
  abstract export(content: Content, actor: User): void;
}
