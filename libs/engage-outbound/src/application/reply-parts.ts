import type { ReplyToCustomer } from '#handover';
import { nameOf } from './file-lines.js';
import { type MessagePart, messageParts } from './message-parts.js';
import { SDK_KINDS } from './structured-content.js';

/**
 * The one or two contents of a reply by REST. The same reply always has the same ones, because an earlier attempt is
 * found only by their bodies. REST also requires a body with files: their names.
 */
export function replyParts({ text, attachments, content, capabilities = SDK_KINDS }: ReplyToCustomer): MessagePart[] {
  const parts = messageParts(
    { words: text, content, hasFiles: attachments.length > 0 },
    { kinds: capabilities, limit: Number.POSITIVE_INFINITY },
  );
  const names = attachments.map(nameOf).join(', ');
  return parts.map((part) => (part.body.trim() === '' ? { ...part, body: names } : part));
}
