import type { JsonObject } from '#kernel';
import { type Button, type Card, type Choice, payloadOf, type RichContent } from '#rich-content';

/** Kinds that contain the message's text. */
const HOLDS_TEXT: readonly RichContent['type'][] = ['quick_replies', 'select', 'buttons'];

export function holdsText({ type }: RichContent): boolean {
  return HOLDS_TEXT.includes(type);
}

/**
 * An agent's content in Cognigy's channel-independent format, with the outer `type` that Webchat reads.
 *
 * @param text for the kinds that contain it
 * @returns undefined for a place, for which the format has no kind
 */
export function cognigyContent(content: RichContent, text: string): JsonObject | undefined {
  switch (content.type) {
    case 'quick_replies':
    case 'select':
      return quickReplies(content.items, text);
    case 'buttons':
      return format('buttons', '_buttons', { type: 'buttons', text, buttons: content.items.map(numberedButton) });
    case 'template':
      return gallery([content]);
    case 'rich_link':
      return gallery([content]);
    case 'carousel':
      return gallery(content.items);
    case 'list': {
      const { items, button } = content;
      const below = button && { button: cognigyButton(button) };
      return format('list', '_list', { type: 'list', items: items.map(listItem), ...below });
    }
    case 'location':
      return undefined;
  }
}

function format(type: string, key: string, kind: JsonObject): JsonObject {
  return { type, _cognigy: { _default: { [key]: kind } } };
}

function quickReplies(choices: readonly Choice[], text: string): JsonObject {
  const replies = choices.map((choice, index) => ({
    id: index + 1,
    contentType: 'postback',
    title: choice.title,
    payload: payloadOf(choice),
    ...(choice.imageUrl && { imageUrl: choice.imageUrl, imageAltText: '' }),
  }));
  return format('quickReplies', '_quickReplies', { type: 'quick_replies', text, quickReplies: replies });
}

function gallery(cards: readonly Card[]): JsonObject {
  return format('gallery', '_gallery', { type: 'carousel', items: cards.map(galleryItem) });
}

/** A gallery's cards cannot be clicked: the link of a card becomes its first button. */
function galleryItem({ url, buttons = [], ...card }: Card, index: number): JsonObject {
  const link: Button[] = url === undefined ? [] : [{ type: 'url', title: new URL(url).host, url }];
  return { id: index + 1, ...cardOf(card), buttons: [...link, ...buttons].map(numberedButton) };
}

function listItem({ url = '', buttons = [], ...card }: Card): JsonObject {
  return { ...cardOf(card), defaultActionUrl: url, buttons: buttons.map(numberedButton) };
}

function cardOf({ title, subtitle = '', imageUrl = '' }: Card): JsonObject {
  return { title, subtitle, imageUrl, imageAltText: '' };
}

function numberedButton(button: Button, index: number): JsonObject {
  return { id: index + 1, ...cognigyButton(button) };
}

function cognigyButton(button: Button): JsonObject {
  const { title } = button;
  switch (button.type) {
    case 'url':
      return { type: 'web_url', title, payload: '', url: button.url, target: '_blank' };
    case 'phone':
      return { type: 'phone_number', title, payload: button.phoneNumber };
    case 'reply':
      return { type: 'postback', title, payload: payloadOf(button) };
  }
}
