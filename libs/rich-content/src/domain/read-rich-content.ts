import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import type { Button, Card, Choice, RichContent } from './rich-content.js';

/** Maximum number of choices, buttons or cards in one list; more than any platform shows. */
export const MAX_ITEMS = 50;

/**
 * Reads a content from JSON in the model's own shape, leniently: members of a wrong type count as missing, items without
 * what they need are left out. @returns undefined if it is no content, or nothing is left to show
 */
export function readRichContent(value: JsonValue | undefined): RichContent | undefined {
  if (!isJsonObject(value) || typeof value['type'] !== 'string') return undefined;
  return Object.hasOwn(READERS, value['type']) ? READERS[value['type'] as RichContent['type']](value) : undefined;
}

const READERS: Record<RichContent['type'], (value: JsonObject) => RichContent | undefined> = {
  quick_replies: ({ items }) => filled({ type: 'quick_replies', items: listed(items, choiceIn) }),
  select: ({ items }) => filled({ type: 'select', items: listed(items, choiceIn) }),
  buttons: ({ items }) => filled({ type: 'buttons', items: listed(items, buttonIn) }),
  carousel: ({ items }) => filled({ type: 'carousel', items: listed(items, cardIn) }),
  list: ({ items, button: below }) => {
    const button = buttonIn(below);
    return filled({ type: 'list', items: listed(items, cardIn), ...(button && { button }) });
  },
  template: (value) => {
    const card = cardIn(value);
    return card && { type: 'template', ...card };
  },
  rich_link: richLinkIn,
  location: locationIn,
};

/** An http or https address of at most 2048 characters. */
export function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && value.length <= 2048 && URL.canParse(value);
}

function filled<Content extends RichContent & { readonly items: readonly unknown[] }>(
  content: Content,
): Content | undefined {
  return content.items.length > 0 ? content : undefined;
}

function listed<Item>(value: JsonValue | undefined, read: (item: JsonValue) => Item | undefined): Item[] {
  return Array.isArray(value) ? value.slice(0, MAX_ITEMS).flatMap((item) => read(item) ?? []) : [];
}

function choiceIn(value: JsonValue | undefined): Choice | undefined {
  if (!isJsonObject(value)) return undefined;
  const title = wordsIn(value, 'title');
  return title === undefined ? undefined : { title, ...optional(value, 'payload'), ...address(value, 'imageUrl') };
}

function buttonIn(value: JsonValue | undefined): Button | undefined {
  if (!isJsonObject(value)) return undefined;
  const { type, url } = value;
  const title = wordsIn(value, 'title');
  const phoneNumber = wordsIn(value, 'phoneNumber');
  if (title === undefined) return undefined;
  if (type === 'url') return isWebAddress(url) ? { type, title, url } : undefined;
  if (type === 'phone') return phoneNumber === undefined ? undefined : { type, title, phoneNumber };
  return type === 'reply' ? { type, title, ...optional(value, 'payload') } : undefined;
}

function cardIn(value: JsonValue | undefined): Card | undefined {
  if (!isJsonObject(value)) return undefined;
  const title = wordsIn(value, 'title') ?? '';
  const buttons = listed(value['buttons'], buttonIn);
  const card = {
    title,
    ...optional(value, 'subtitle'),
    ...address(value, 'imageUrl'),
    ...address(value, 'url'),
    ...(buttons.length > 0 && { buttons }),
  };
  return title === '' && Object.keys(card).length === 1 ? undefined : card;
}

function richLinkIn(value: JsonObject): RichContent | undefined {
  const { url } = value;
  if (!isWebAddress(url)) return undefined;
  const title = wordsIn(value, 'title') ?? new URL(url).host;
  return { type: 'rich_link', title, url, ...optional(value, 'subtitle'), ...address(value, 'imageUrl') };
}

function locationIn(value: JsonObject): RichContent | undefined {
  const { latitude, longitude } = value;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  return { type: 'location', latitude, longitude, ...optional(value, 'title') };
}

function wordsIn(value: JsonObject, name: string): string | undefined {
  const words = value[name];
  return typeof words === 'string' && words.trim() !== '' ? words : undefined;
}

function optional<Name extends string>(value: JsonObject, name: Name): Partial<Record<Name, string>> {
  const words = wordsIn(value, name);
  return words === undefined ? {} : ({ [name]: words } as Partial<Record<Name, string>>);
}

function address<Name extends string>(value: JsonObject, name: Name): Partial<Record<Name, string>> {
  return isWebAddress(value[name]) ? ({ [name]: value[name] } as Partial<Record<Name, string>>) : {};
}
