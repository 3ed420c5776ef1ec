import type { EngageAuthor, EngageMessage } from '#handover';
import type { RichContent } from '#rich-content';
import type { RedactionKind, Tenant } from '#tenant-config';
import { redactText } from './redact-text.js';

type ContextData = EngageMessage['contextData'];
type Words = string | readonly Words[] | { readonly [name: string]: Words };

/** The texts of structured content that people read; addresses, payloads and types must not change. */
const READ: readonly string[] = ['title', 'subtitle'];

/** The message with the redaction that the tenant has set; order, ids and files stay the same. */
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

/** The user fields stay: an address in `email` is intended; `profileMapping.exclude` omits it. */
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
