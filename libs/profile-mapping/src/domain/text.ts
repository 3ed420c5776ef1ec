import { cleanJson, cleanText, ExactNumber, type JsonValue } from '#kernel';

export type Scalar = string | number | ExactNumber | boolean;

export function isScalar(value: JsonValue): value is Scalar {
  return value !== null && (typeof value !== 'object' || value instanceof ExactNumber);
}

export function toText(value: Scalar): string {
  return cleanText(String(value));
}

export function toJsonText(value: JsonValue): string {
  return JSON.stringify(cleanJson(value));
}

/** At most `length` UTF-16 units, never half a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/\p{Surrogate}$/u, '')}…`;
}
