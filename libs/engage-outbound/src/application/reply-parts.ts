import type { ReplyToCustomer } from '#handover';
import { nameOf } from './file-lines.js';
import { type MessagePart, messageParts } from './message-parts.js';
import { SDK_KINDS } from './structured-content.js';

/**
 * The one or two contents that a reply by REST becomes; always the same ones for the same reply, as only by their bodies an
 * earlier try is found. REST requires a body with files, too: their names.
 */
export function replyParts({ text, attachments, content, capabilities = SDK_KINDS }: ReplyToCustomer): MessagePart[] {
  const parts = messageParts(
    { words: text, content, hasFiles: attachments.length > 0 },
    { kinds: capabilities, limit: Number.POSITIVE_INFINITY },
  );
  const names = attachments.map(nameOf).join(', ');
  return parts.map((part) => (part.body.trim() === '' ? { ...part, body: names } : part));
}
