import { isJsonObject, type JsonObject, type JsonValue, readObjects, readText } from '#kernel';
import { isWebAddress, readRichContent, type RichContent } from '#rich-content';

/** An agent's text with its offers: in our model, else as lines of text, so that nothing is lost. */
export interface Offered {
  readonly content?: RichContent;
  readonly text: string;
}

/** Levels of nested items: a carousel contains cards, cards contain buttons. */
const DEPTH = 3;

/**
 * Reads `structured_content` of Engage (Channel SDK, "Structured messages").
 *
 * @param body of the message, as plain text
 */
export function readStructuredContent(value: JsonValue | undefined, body: string): Offered {
  if (!isJsonObject(value)) return { text: body };
  const content = everyLinkOpens(value) ? readRichContent(inOurModel(value)) : undefined;
  const words = isFallback(value, body) ? '' : body;
  if (content) return { content, text: words };
  const type = readText(value['type']) ?? '';
  const lines = linesOf(value, DEPTH).join('\n') || (type && `[${type}]`);
  return { text: [words, lines].filter((part) => part.trim() !== '').join('\n') };
}

/**
 * Whether the body is only the fallback that Engage shows without cards: the first title, or the address of a link.
 * Above a menu it is a question.
 */
function isFallback(structured: JsonObject, body: string): boolean {
  const { type, body: ownBody } = structured;
  const first = type === 'carousel' ? itemsOf(structured)[0] : structured;
  const fallbacks = type === 'select' ? [ownBody] : [first?.['title'], first?.['url'], ownBody];
  return fallbacks.some((fallback) => readText(fallback)?.trim() === body.trim());
}

function inOurModel(structured: JsonObject): JsonObject | undefined {
  switch (structured['type']) {
    case 'select':
      return {
        type: 'select',
        items: itemsOf(structured).map((item) => texts(item, { title: 'title', payload: 'payload' })),
      };
    case 'template':
    case 'rich_link':
      return { type: structured['type'], ...card(structured) };
    case 'carousel':
      return { type: 'carousel', items: itemsOf(structured).map(card) };
    default:
      return undefined;
  }
}

function card(item: JsonObject): JsonObject {
  const buttons = itemsOf(item).map((button) => ({
    ...texts(button, { type: 'type', title: 'title', payload: 'payload' }),
    ...address(button),
  }));
  const shown = texts(item, { title: 'title', subtitle: 'subtitle', attachment_url: 'imageUrl' });
  return { ...shown, ...address(item), buttons };
}

/** Engage lets agents link into apps, with a web address for users without the app. */
function address(item: JsonObject): JsonObject {
  const { url, url_fallback: fallback } = item;
  return texts({ url: (isWebAddress(url) ? url : fallback) ?? url ?? null }, { url: 'url' });
}

function everyLinkOpens(item: JsonObject, depth = DEPTH): boolean {
  const { url } = address(item);
  const opens = url === undefined || isWebAddress(url);
  return opens && (depth === 0 || itemsOf(item).every((inner) => everyLinkOpens(inner, depth - 1)));
}

function linesOf(item: JsonObject, depth: number): string[] {
  const own = ['title', 'body', 'subtitle', 'url', 'attachment_url'].flatMap((name) => readText(item[name]) ?? []);
  const line = own.filter((words) => words.trim() !== '').join(' – ');
  const inner = depth === 0 ? [] : itemsOf(item).flatMap((one) => linesOf(one, depth - 1));
  return [...(line === '' ? [] : [line]), ...inner];
}

function itemsOf({ items }: JsonObject): JsonObject[] {
  return readObjects(items);
}

/** The text members, with our names. */
function texts(item: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const pairs = Object.entries(names).map(([theirs, ours]) => [ours, readText(item[theirs])] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}
