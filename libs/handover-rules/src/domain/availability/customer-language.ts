import type { JsonObject } from '#kernel';
import { canonicalLanguage, type CustomerTexts, DEFAULT_TEXT } from '#tenant-config';

/** Names under which bot platforms and contact profiles store a language, the most reliable first. */
const NAMES = ['language', 'preferredLanguage', 'preferred_language', 'locale'] as const;

/**
 * The customer's language as a BCP 47 tag, from the context or else the profile of a start; undefined if neither has
 * it.
 */
export function customerLanguage(...sources: readonly (JsonObject | undefined)[]): string | undefined {
  for (const source of sources)
    for (const name of NAMES) {
      const value = source?.[name];
      const language = typeof value === 'string' ? canonicalLanguage(value) : undefined;
      if (language !== undefined) return language;
    }
  return undefined;
}

/** The text for this language: of the same tag, else of the same language in general, else the default. */
export function textFor(texts: CustomerTexts | undefined, language: string | undefined): string | undefined {
  if (!texts) return undefined;
  const byTag = new Map(Object.entries(texts).map(([tag, text]) => [canonicalLanguage(tag) ?? tag, text]));
  const general = language?.split('-')[0];
  return byTag.get(language ?? DEFAULT_TEXT) ?? byTag.get(general ?? DEFAULT_TEXT) ?? texts[DEFAULT_TEXT];
}
