import { LIMITS, type UserField } from './profile-mapping.js';

const GENDERS = new Map([
  ...['male', 'm', 'man'].map((word) => [word, 'man'] as const),
  ...['female', 'f', 'woman'].map((word) => [word, 'woman'] as const),
]);

/** The text as the field can hold it. A cut address or an unknown gender would be wrong, so those do not fit. */
export function userValue(field: UserField, text: string): string | undefined {
  if (field === 'gender') return GENDERS.get(text.trim().toLowerCase());
  return text.length <= LIMITS.valueLength ? text : undefined;
}
