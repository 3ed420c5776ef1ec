import { LIMITS, type UserField } from './profile-mapping.js';

const GENDERS = new Map([
  ...['male', 'm', 'man'].map((word) => [word, 'man'] as const),
  ...['female', 'f', 'woman'].map((word) => [word, 'woman'] as const),
]);

/** The value for the field; undefined for a text that is too long, as a cut address would be wrong, or an unknown gender. */
export function userValue(field: UserField, text: string): string | undefined {
  if (field === 'gender') return GENDERS.get(text.trim().toLowerCase());
  return text.length <= LIMITS.valueLength ? text : undefined;
}
