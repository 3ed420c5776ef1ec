import { type JsonObject, readObject, readObjects } from '#kernel';
import { type Button, type Card, type Choice, type RichContent, readRichContent, textWithContent } from '#rich-content';
import type { Words } from '../chat.types.js';

/** `text` and `data` of an input or output. */
export interface CognigyMessage {
  readonly text: string;
  readonly data: JsonObject;
}

/**
 * A bot's message as a Say node sends it: in Cognigy's channel-independent format. It has no places, so these become
 * text.
 */
export function cognigyOutput({ text, content }: Words): CognigyMessage {
  if (!content) return { text, data: {} };
  switch (content.type) {
    case 'location':
      return { text: textWithContent(text, content), data: {} };
    case 'quick_replies':
    case 'select':
      return { text: '', data: output('_quickReplies', quickReplies(text, content.items)) };
    case 'buttons':
      return { text: '', data: output('_buttons', { type: 'buttons', text, buttons: numbered(content.items) }) };
    case 'list':
      return { text, data: output('_list', listOf(content.items, content.button)) };
    default: {
      const cards: readonly Card[] = content.type === 'carousel' ? content.items : [linkCard(content)];
      return { text, data: output('_gallery', { type: 'carousel', items: cards.map(galleryItem) }) };
    }
  }
}

/** A customer's message: for a chosen option the payload, in place of its title. */
export function cognigyInput({ text, payload, attachments = [] }: Words): CognigyMessage {
  const files = attachments.map(({ url, type = 'file', filename = 'file' }) => ({ name: filename, url, type }));
  return { text: payload ?? text, data: files.length > 0 ? { attachments: files } : {} };
}

/** The content of an agent's message. */
export function wordsOfNotify(text: string, data: JsonObject): { text: string; content?: RichContent } {
  const rich = readObject(readObject(data['_cognigy'])['_default']);
  const [kind = ''] = Object.keys(rich);
  const shown = readObject(rich[kind]);
  const content = Object.hasOwn(READERS, kind) ? READERS[kind]?.(shown) : undefined;
  return { text: text || (typeof shown['text'] === 'string' ? shown['text'] : ''), ...(content && { content }) };
}

const READERS: Readonly<Record<string, (shown: JsonObject) => RichContent | undefined>> = {
  _quickReplies: ({ quickReplies = [] }) => readRichContent({ type: 'quick_replies', items: quickReplies }),
  _buttons: ({ buttons }) => readRichContent({ type: 'buttons', items: readObjects(buttons).map(buttonOf) }),
  _gallery: ({ items }) => readRichContent({ type: 'carousel', items: readObjects(items).map(cardOf) }),
  _list: ({ items, button }) =>
    readRichContent({ type: 'list', items: readObjects(items).map(cardOf), button: buttonOf(readObject(button)) }),
};

function output(kind: string, rich: JsonObject): JsonObject {
  return { _cognigy: { _default: { [kind]: rich } } };
}

function quickReplies(text: string, items: readonly Choice[]): JsonObject {
  const replies = items.map(({ title, payload = title, imageUrl = '' }, index) => ({
    id: index + 1,
    contentType: 'postback',
    title,
    payload,
    imageUrl,
  }));
  return { type: 'quick_replies', text, quickReplies: replies };
}

function listOf(items: readonly Card[], button: Button | undefined): JsonObject {
  const cards = items.map(({ url = '', ...card }) => ({ ...galleryItem(card), defaultActionUrl: url }));
  return { type: 'list', items: cards, button: button ? cognigyButton(button) : null };
}

function galleryItem({ title, subtitle = '', imageUrl = '', buttons = [] }: Card): JsonObject {
  return { title, subtitle, imageUrl, imageAltText: '', buttons: numbered(buttons) };
}

/** Cards of a gallery have links only in their buttons. */
function linkCard({ url, buttons = [], ...card }: Card): Card {
  const link = url === undefined ? [] : [{ type: 'url', title: 'Open', url } as const];
  return { ...card, buttons: [...buttons, ...link] };
}

function numbered(buttons: readonly Button[]): JsonObject[] {
  return buttons.map((button, index) => ({ id: index + 1, ...cognigyButton(button) }));
}

function cognigyButton(button: Button): JsonObject {
  const { title } = button;
  if (button.type === 'url') return { type: 'web_url', title, payload: '', url: button.url, target: '_blank' };
  if (button.type === 'phone') return { type: 'phone_number', title, payload: button.phoneNumber };
  return { type: 'postback', title, payload: button.payload ?? title };
}

function buttonOf({ type = '', title = '', payload = '', url = '' }: JsonObject): JsonObject {
  if (type === 'web_url') return { type: 'url', title, url };
  return type === 'phone_number' ? { type: 'phone', title, phoneNumber: payload } : { type: 'reply', title, payload };
}

function cardOf({
  title = '',
  subtitle = '',
  imageUrl = '',
  defaultActionUrl = '',
  buttons = [],
}: JsonObject): JsonObject {
  return { title, subtitle, imageUrl, url: defaultActionUrl, buttons: readObjects(buttons).map(buttonOf) };
}
