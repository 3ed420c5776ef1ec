import { type JsonObject, splitText } from '#kernel';
import {
  type Button,
  type Card,
  type Choice,
  choicesOf,
  isWebAddress,
  type RichContent,
  type RichLink,
  standIn,
} from '#rich-content';

/** What Engage shows on a Channel SDK source. */
export const SDK_KINDS: readonly string[] = ['select', 'rich_link', 'template', 'carousel'];

/** A message as Engage shows it, within Engage's limits. */
export interface StructuredMessage {
  /** Engage's `structured_content`. */
  readonly content: JsonObject;
  /** The `body` that is sent with it: the message's text, or for cards the title that Engage itself falls back to. */
  readonly body: string;
  /** Engage shows no body with cards: the message's text must be sent before them. */
  readonly holdsWords: boolean;
}

/** In items or characters. */
const MOST = { choices: 13, buttons: 4, cards: 10, choiceTitle: 80, title: 350, subtitle: 1_000, payload: 1_000 };
const MOST_OF_LIST = { title: 1_024, items: 10, subtitle: 100, payload: 200 };
const IMAGE = /\.(jpe?g|png)$/i;

/**
 * The structured message with the same meaning as text and content, or undefined if Engage has none: for too many
 * choices, phone numbers, places, choices without a text. Then everything is sent as text, so that nothing gets lost.
 * Long titles end in an ellipsis; images that Engage does not show are omitted.
 *
 * @param kinds the kinds that Engage shows here; Engage's `list` is used only if it is one of them
 */
export function structuredMessage(
  words: string,
  content: RichContent,
  kinds: readonly string[],
): StructuredMessage | undefined {
  const numbers = new Map<Choice, number>(choicesOf(content).map((choice, index) => [choice, index + 1]));
  return shapesOf(words, content, numbers).find((shape) => shape && kinds.includes(shape.content['type'] as string));
}

type Numbers = ReadonlyMap<Choice, number>;
type Shape = StructuredMessage | undefined;

/** Best first. */
function shapesOf(words: string, content: RichContent, numbers: Numbers): Shape[] {
  switch (content.type) {
    case 'quick_replies':
    case 'select':
      return [select(words, content.items, numbers), list(words, content.items, numbers)];
    case 'buttons': {
      const replies = content.items.every(({ type }) => type === 'reply') ? content.items : [];
      return [buttons(words, content.items, numbers), select(words, replies, numbers), list(words, replies, numbers)];
    }
    case 'template':
      return [template(content, numbers)];
    case 'carousel':
      return [carousel(content.items, numbers)];
    case 'list':
      return [carousel(withButtonBelow(content.items, content.button), numbers)];
    case 'rich_link':
      return [richLink(content)];
    default:
      return [];
  }
}

function select(words: string, choices: readonly Choice[], numbers: Numbers): Shape {
  if (isBlank(words) || !isCount(choices, MOST.choices) || choices.some(({ title }) => isBlank(title)))
    return undefined;
  const items = choices.map((choice) => ({
    title: cut(choice.title, MOST.choiceTitle),
    payload: payloadOf(choice, numbers, MOST.payload),
  }));
  return { content: { type: 'select', items }, body: words, holdsWords: true };
}

/** The name of a menu on some channels. */
function list(words: string, choices: readonly Choice[], numbers: Numbers): Shape {
  const fits = words.length <= MOST_OF_LIST.title && isCount(choices, MOST_OF_LIST.items);
  if (isBlank(words) || !fits || choices.some(({ title }) => isBlank(title))) return undefined;
  const items = choices.map((choice) => ({
    title: cut(choice.title, MOST.choiceTitle),
    payload: payloadOf(choice, numbers, MOST_OF_LIST.payload),
  }));
  return { content: { type: 'list', title: words, items }, body: words, holdsWords: true };
}

/** Buttons need a title, so the text becomes the title; a title has a lower limit than a text. */
function buttons(words: string, given: readonly Button[], numbers: Numbers): Shape {
  if (words.length > MOST.title || given.length === 0) return undefined;
  const shape = template({ title: words, buttons: given }, numbers);
  return shape && { ...shape, holdsWords: true };
}

function template(card: Card, numbers: Numbers): Shape {
  const content = cardContent(card, numbers);
  return content && { content: { type: 'template', ...content }, body: content.title, holdsWords: false };
}

function carousel(cards: readonly Card[] | undefined, numbers: Numbers): Shape {
  if (!cards || !isCount(cards, MOST.cards)) return undefined;
  const everyImage = cards.every(({ imageUrl }) => isImage(imageUrl));
  const items = cards.map((card) => cardContent(everyImage ? card : withoutImage(card), numbers));
  const [first] = items;
  if (!first || !items.every((item) => item !== undefined)) return undefined;
  return { content: { type: 'carousel', items }, body: first.title, holdsWords: false };
}

function richLink({ title, subtitle, url, imageUrl }: RichLink): Shape {
  const content = cardContent({ title, url, ...(subtitle && { subtitle }), ...(imageUrl && { imageUrl }) }, new Map());
  return content && { content: { type: 'rich_link', ...content }, body: content.title, holdsWords: false };
}

/** @returns undefined if something would get lost */
function cardContent(
  { title, subtitle, url, imageUrl, buttons: given = [] }: Card,
  numbers: Numbers,
): (JsonObject & { title: string }) | undefined {
  const heading = headingOf(title, subtitle);
  const items = given.map((button) => buttonContent(button, numbers));
  if (!heading || items.length > MOST.buttons || !items.every((item) => item !== undefined)) return undefined;
  if (url !== undefined && !isWebAddress(url)) return undefined;
  return {
    ...heading,
    ...(url !== undefined && { url }),
    ...(isImage(imageUrl) && { attachment_url: imageUrl }),
    ...(items.length > 0 && { items }),
  };
}

/** Engage requires a title; without one the subtitle is used. */
function headingOf(...lines: (string | undefined)[]): { title: string; subtitle?: string } | undefined {
  const [title, subtitle] = lines.filter((line) => line !== undefined && !isBlank(line));
  if (title === undefined) return undefined;
  return {
    title: cut(title, MOST.title),
    ...(subtitle !== undefined && { subtitle: cut(subtitle, MOST.subtitle) }),
  };
}

/** Engage has no buttons that dial a number. */
function buttonContent(button: Button, numbers: Numbers): JsonObject | undefined {
  const { type } = button;
  if (type === 'phone' || isBlank(button.title)) return undefined;
  const title = cut(button.title, MOST.choiceTitle);
  if (type === 'url') return isWebAddress(button.url) ? { type, title, url: button.url } : undefined;
  return { type, title, payload: payloadOf(button, numbers, MOST.payload) };
}

/** In a carousel, a button of the whole list can only be on the last card. */
function withButtonBelow(cards: readonly Card[], button: Button | undefined): readonly Card[] | undefined {
  const last = cards.at(-1);
  if (!button || !last) return button ? undefined : cards;
  return [...cards.slice(0, -1), { ...last, buttons: [...(last.buttons ?? []), button] }];
}

/** Engage accepts only ASCII, and returns nothing for a choice without a payload. */
function payloadOf(choice: Choice, numbers: Numbers, most: number): string {
  const { payload = '' } = choice;
  const travels = isCarried(payload) && payload.length <= most;
  return travels ? payload : standIn(numbers.get(choice) ?? 0);
}

/** Whether Engage accepts it as the payload of a choice. */
export function isCarried(payload: string): boolean {
  return !isBlank(payload) && payload.length <= MOST.payload && /^\p{ASCII}+$/u.test(payload);
}

function isImage(url: string | undefined): url is string {
  return isWebAddress(url) && IMAGE.test(new URL(url).pathname);
}

function withoutImage({ imageUrl: _imageUrl, ...card }: Card): Card {
  return card;
}

function isCount(items: readonly unknown[], most: number): boolean {
  return items.length > 0 && items.length <= most;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Cuts a text, but never within a grapheme. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${(splitText(text, most - 1)[0] ?? '').trimEnd()}…`;
}
