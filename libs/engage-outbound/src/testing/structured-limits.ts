import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';

/**
 * Engage's limits for structured messages ("Structured messages"), written separately from the code that must obey
 * them.
 */
const TITLE = 350;
const SUBTITLE = 1_000;
const ADDRESS = 2_048;
const BUTTON_TITLE = 80;

/** The reason why Engage would refuse it; undefined for a structured message that it accepts. */
export function structuredFault(
  content: JsonObject,
  imageField: 'attachment_url' | 'attachment_id',
): string | undefined {
  switch (content['type']) {
    case 'select':
      return (
        countFault(content, 13) ??
        itemsOf(content)
          .map((item) => choiceFault(item, 1_000))
          .find(Boolean)
      );
    case 'list':
      return (
        textFault(content['title'], 1_024) ??
        countFault(content, 10) ??
        itemsOf(content)
          .map((item) => choiceFault(item, 200))
          .find(Boolean)
      );
    case 'template':
      return cardFault(content, imageField);
    case 'rich_link':
      return cardFault(content, imageField) ?? addressFault(content['url']);
    case 'carousel':
      return countFault(content, 10) ?? carouselFault(itemsOf(content), imageField);
    default:
      return 'type';
  }
}

function carouselFault(items: JsonObject[], imageField: string): string | undefined {
  const withImage = items.filter((item) => item[imageField] !== undefined).length;
  if (withImage !== 0 && withImage !== items.length) return 'images on some cards only';
  return items.map((item) => cardFault(item, imageField)).find(Boolean);
}

function cardFault(card: JsonObject, imageField: string): string | undefined {
  const { title, subtitle, url, items } = card;
  const image = card[imageField];
  const unknown = Object.keys(card).find(
    (name) => !['type', 'title', 'subtitle', 'url', 'items', imageField].includes(name),
  );
  return (
    (unknown && `unknown member ${unknown}`) ??
    textFault(title, TITLE) ??
    (subtitle === undefined ? undefined : textFault(subtitle, SUBTITLE)) ??
    (url === undefined ? undefined : addressFault(url)) ??
    (image === undefined || imageField === 'attachment_id' ? undefined : imageFault(image)) ??
    (items === undefined ? undefined : (countFault(card, 4) ?? itemsOf(card).map(buttonFault).find(Boolean)))
  );
}

function buttonFault(button: JsonObject): string | undefined {
  const { type, title, url, payload } = button;
  if (type === 'url')
    return (
      textFault(title, BUTTON_TITLE) ?? addressFault(url) ?? (payload === undefined ? undefined : 'payload of a link')
    );
  return type === 'reply' ? (url ? 'url of a reply' : choiceFault(button, 1_000)) : 'type of a button';
}

function choiceFault({ title, payload }: JsonObject, most: number): string | undefined {
  if (payload === undefined) return textFault(title, BUTTON_TITLE);
  const isAscii = typeof payload === 'string' && /^\p{ASCII}+$/u.test(payload) && payload.length <= most;
  return isAscii ? textFault(title, BUTTON_TITLE) : 'payload';
}

function textFault(text: JsonValue | undefined, most: number): string | undefined {
  const fits = typeof text === 'string' && text.trim() !== '' && text.length <= most;
  return fits ? undefined : 'text that is empty or too long';
}

function addressFault(url: JsonValue | undefined): string | undefined {
  const fits = typeof url === 'string' && /^https?:\/\//i.test(url) && url.length <= ADDRESS && URL.canParse(url);
  return fits ? undefined : 'address';
}

function imageFault(url: JsonValue): string | undefined {
  return addressFault(url) ?? (/\.(jpg|jpeg|png)$/i.test(new URL(url as string).pathname) ? undefined : 'image');
}

function countFault({ items }: JsonObject, most: number): string | undefined {
  return Array.isArray(items) && items.length > 0 && items.length <= most && items.every(isJsonObject)
    ? undefined
    : 'count of items';
}

function itemsOf({ items }: JsonObject): JsonObject[] {
  return Array.isArray(items) ? items.filter(isJsonObject) : [];
}

/** Titles of what a click chooses. */
export function choicesIn(content: JsonObject): string[] {
  return itemsOf(content).flatMap((item) => [
    ...(item['type'] === 'url' || 'items' in item || content['type'] === 'carousel' ? [] : [item['title'] as string]),
    ...choicesIn(item),
  ]);
}
