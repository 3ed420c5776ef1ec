import type { EngageAuthor, EngageMessage } from '#handover';
import type { RichContent } from '#rich-content';
import type { RedactionKind, Tenant } from '#tenant-config';
import { redactText } from './redact-text.js';

type ContextData = EngageMessage['contextData'];
type Words = string | readonly Words[] | { readonly [name: string]: Words };

/** What people read of structured content; addresses, payloads and types must stay as they are. */
const READ: readonly string[] = ['title', 'subtitle'];

/** The message as the tenant lets Engage have it: the same in number, order, ids and files. */
export function redactedMessage({ engage: { redact } }: Tenant, message: EngageMessage): EngageMessage {
  if (redact.length === 0) return message;
  const { text, content, contextData, author } = message;
  return {
    ...message,
    text: redactText(text, redact),
    ...(content && { content: redactWords(content as unknown as Words, redact) as unknown as RichContent }),
    contextData: redactContext(contextData, redact),
    author: { ...author, contextData: redactContext(author.contextData, redact) },
  };
}

/** The fields of the person stay: an address in `email` is there on purpose; `profileMapping.exclude` leaves it out. */
export function redactedAuthor({ engage: { redact } }: Tenant, author: EngageAuthor): EngageAuthor {
  return redact.length === 0 ? author : { ...author, contextData: redactContext(author.contextData, redact) };
}

function redactContext(data: ContextData, kinds: readonly RedactionKind[]): ContextData {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'string' ? redactText(value, kinds) : value.map((item) => redactText(item, kinds)),
    ]),
  );
}

function redactWords(words: Words, kinds: readonly RedactionKind[], name = ''): Words {
  if (typeof words === 'string') return READ.includes(name) ? redactText(words, kinds) : words;
  if (Array.isArray(words)) return words.map((item: Words) => redactWords(item, kinds, name));
  if (typeof words !== 'object') return words; // a number
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, redactWords(value, kinds, key)]));
}
