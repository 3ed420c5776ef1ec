/** For customers whose language is not known, or has no text. */
export const DEFAULT_TEXT = 'default';

/** The same text in several languages, by BCP 47 tag (`de`, `pt-BR`) or `default`. */
export type CustomerTexts = Readonly<Record<string, string>>;

const MOST_LANGUAGES = 50;
const MOST_CHARACTERS = 1_000;

/** The fault in texts by language; undefined if there is none. */
export function textsFault(texts: object): string | undefined {
  const entries = Object.entries(texts as Record<string, unknown>);
  if (entries.length === 0 || entries.length > MOST_LANGUAGES) return `must contain 1 to ${MOST_LANGUAGES} texts`;
  const unknown = entries.find(([language]) => language !== DEFAULT_TEXT && canonicalLanguage(language) === undefined);
  if (unknown) return 'must have language tags such as "de" or "pt-BR", or "default", as names';
  const isText = (text: unknown): boolean =>
    typeof text === 'string' && text.trim() !== '' && text.length <= MOST_CHARACTERS;
  return entries.every(([, text]) => isText(text))
    ? undefined
    : `must contain texts of 1 to ${MOST_CHARACTERS} characters`;
}

/** The tag in its normal form, e.g. `de-AT` for `de_at`; undefined if it is no language tag. */
export function canonicalLanguage(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}
