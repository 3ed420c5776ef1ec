import type { JsonObject, JsonValue } from '#kernel';
import { readRichContent, type RichContent } from '#rich-content';
import { objectsOf, wordsOf } from './shown.js';

/** Quick replies; buttons as soon as one of them dials or leads somewhere, which a choice cannot do. */
export function quickRepliesOf(replies: JsonValue | undefined): RichContent | undefined {
  const buttons = buttonsOf(replies);
  if (buttons.some(({ type }) => type !== 'reply')) return readRichContent({ type: 'buttons', items: buttons });
  const images = objectsOf(replies).map(({ imageUrl, image_url: messengers }) => imageUrl ?? messengers ?? null);
  const items = buttons.map((button, index) => ({ ...button, imageUrl: images[index] ?? null }));
  return readRichContent({ type: 'quick_replies', items });
}

/** Buttons in the shape that `readRichContent` checks: what has no title, or no usable address, it leaves out. */
export function buttonsOf(buttons: JsonValue | undefined): JsonObject[] {
  return objectsOf(buttons).map(buttonOf);
}

/** The default format says `type` or `contentType`, Messenger's `content_type`. What it does not know counts as a postback. */
function buttonOf(button: JsonObject): JsonObject {
  const { url, payload } = button;
  const title = wordsOf(button['title']);
  switch (button['contentType'] ?? button['content_type'] ?? button['type']) {
    case 'web_url':
      return { type: 'url', title: title || wordsOf(url), url: url ?? null };
    case 'phone_number':
      return { type: 'phone', title: title || wordsOf(payload), phoneNumber: wordsOf(payload) };
    case 'trigger_intent':
      return { type: 'reply', title, payload: intentOf(button) };
    default:
      return { type: 'reply', title, payload: payload ?? null };
  }
}

/** As clients send it: text that starts so makes Cognigy take the intent. */
function intentOf({ intentName, payload }: JsonObject): JsonValue {
  return typeof intentName === 'string' && intentName !== '' ? `cIntent:${intentName}` : (payload ?? null);
}
