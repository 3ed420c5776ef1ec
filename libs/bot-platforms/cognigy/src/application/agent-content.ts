import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { isWebAddress, objectsOf } from './rich-output/shown.js';

/**
 * An agent's structured message in Cognigy's channel-independent format, with the outer `type` that Webchat looks at.
 * Engage gives SDK sources four kinds: select, rich_link, template and carousel.
 *
 * @returns undefined for other kinds, which then go as text
 */
export function richContent(content: JsonValue | undefined, body: string): JsonObject | undefined {
  if (!isJsonObject(content)) return undefined;
  if (content['type'] === 'select') return quickReplies(content, body);
  const items = galleryItems(content);
  if (items.length === 0) return undefined;
  const gallery = { type: 'carousel', items: items.map(galleryItem) };
  return { type: 'gallery', _cognigy: { _default: { _gallery: gallery } } };
}

function galleryItems(content: JsonObject): JsonObject[] {
  const { type, items } = content;
  if (type === 'carousel') return objectsOf(items);
  return type === 'template' || type === 'rich_link' ? [content] : [];
}

function quickReplies({ items }: JsonObject, text: string): JsonObject {
  const replies = objectsOf(items).map(({ title, payload }, index) => {
    const words = wordsOf(title);
    return { id: index + 1, contentType: 'postback', title: words, payload: wordsOf(payload) || words };
  });
  return {
    type: 'quickReplies',
    _cognigy: { _default: { _quickReplies: { type: 'quick_replies', text, quickReplies: replies } } },
  };
}

function galleryItem(item: JsonObject, index: number): JsonObject {
  const { title, subtitle, url, url_text: urlText, attachment_url: imageUrl, items } = item;
  const link = isWebAddress(url) ? [linkButton(urlText || new URL(url).host, url)] : [];
  return {
    id: index + 1,
    title: wordsOf(title),
    subtitle: wordsOf(subtitle),
    imageUrl: isWebAddress(imageUrl) ? imageUrl : '',
    imageAltText: '',
    buttons: [...link, ...objectsOf(items).map(button)].map((one, at) => ({ id: at + 1, ...one })),
  };
}

function button({ type, title, url, payload }: JsonObject): JsonObject {
  const words = wordsOf(title);
  return type === 'url' && isWebAddress(url)
    ? linkButton(words, url)
    : { type: 'postback', title: words, payload: wordsOf(payload) || words };
}

function linkButton(title: JsonValue, url: string): JsonObject {
  return { type: 'web_url', title, payload: '', url, target: '_blank' };
}

function wordsOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
