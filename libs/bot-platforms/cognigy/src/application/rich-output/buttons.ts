import { type JsonObject, type JsonValue, readObjects, readText } from '#kernel';
import { readRichContent, type RichContent } from '#rich-content';
import { wordsOf } from './shown.js';

/** Quick replies; or buttons, if one of them dials a number or opens a link, which a choice cannot do. */
export function quickRepliesOf(replies: JsonValue | undefined): RichContent | undefined {
  const buttons = buttonsOf(replies);
  if (buttons.some(({ type }) => type !== 'reply')) return readRichContent({ type: 'buttons', items: buttons });
  const images = readObjects(replies).map(({ imageUrl, image_url: messengers }) => imageUrl ?? messengers ?? null);
  const items = buttons.map((button, index) => ({ ...button, imageUrl: images[index] ?? null }));
  return readRichContent({ type: 'quick_replies', items });
}

/** Buttons in the shape that `readRichContent` checks: it leaves out those without a title or a usable address. */
export function buttonsOf(buttons: JsonValue | undefined): JsonObject[] {
  return readObjects(buttons).map(buttonOf);
}

/** The default format has `type` or `contentType`, Messenger's `content_type`. Unknown kinds count as postbacks. */
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

/** As clients send it: for text with this prefix, Cognigy triggers the intent. */
function intentOf({ intentName, payload }: JsonObject): JsonValue {
  const intent = readText(intentName);
  return intent ? `cIntent:${intent}` : (payload ?? null);
}
