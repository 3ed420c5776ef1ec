import { unprocessable, type EngageRefusal } from '../domain/engage.errors.js';

const SUPPORTED = ['select', 'rich_link', 'template', 'carousel'];

type Fields = Record<string, unknown>;

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
const asFields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const items = (content: Fields): Fields[] => (Array.isArray(content['items']) ? content['items'].map(asFields) : []);

/** The first refusal of a structured content, in the order Engage documents them; undefined when it is fine. */
export function structuredRefusal(
  value: unknown,
  viewMessaging: boolean,
  author: { puppetizable: boolean; controlled: boolean },
): EngageRefusal | undefined {
  if (!viewMessaging) return unprocessable("Source doesn't support structured contents");
  const content = asFields(value);
  if (isEmpty(content['type'])) return unprocessable('Type is required for structured contents');
  if (!SUPPORTED.includes(String(content['type'])))
    return unprocessable("Source doesn't support this type of structured content");
  const missing = missingAttribute(content);
  if (missing) return unprocessable(`structured_content: "${missing}" must not be empty`);
  if (!author.puppetizable || !author.controlled) return unprocessable('The author must be puppetizable');
  return undefined;
}

function missingAttribute(content: Fields): string | undefined {
  switch (content['type']) {
    case 'select':
      return firstEmpty(content, ['items']) ?? firstOf(items(content), (item) => firstEmpty(item, ['title']));
    case 'rich_link':
      return firstEmpty(content, ['title', 'url']);
    case 'template':
      return firstEmpty(content, ['title']) ?? firstOf(items(content), button);
    default:
      return (
        firstEmpty(content, ['items']) ??
        firstOf(items(content), (item) => firstEmpty(item, ['title']) ?? firstOf(items(item), button))
      );
  }
}

const button = (item: Fields): string | undefined =>
  firstEmpty(item, item['type'] === 'url' ? ['type', 'title', 'url'] : ['type', 'title']);
const firstEmpty = (fields: Fields, names: string[]): string | undefined => names.find((name) => isEmpty(fields[name]));
const firstOf = (parts: Fields[], check: (part: Fields) => string | undefined): string | undefined =>
  parts.map(check).find((missing) => missing !== undefined);
