import { type JsonObject, readObject, readObjects } from '#kernel';
import { readRichContent } from '#rich-content';
import { adaptiveCard } from './adaptive-card.js';
import { buttonsOf, quickRepliesOf } from './buttons.js';
import { type Shown, shownFile, shownLines, withContent, wordsOf } from './shown.js';

/** The channel form of Webchat and Facebook (`data._cognigy._webchat`), which follows Facebook Messenger's. */
export function messengerFormat(format: JsonObject): Shown {
  if (format['adaptiveCard']) return adaptiveCard(readObject(format['adaptiveCard']));
  const message = readObject(format['message']);
  const attachment = readObject(message['attachment']);
  const payload = readObject(attachment['payload']);
  const type = wordsOf(attachment['type']);
  if (type === 'template') return template(payload, wordsOf(message['text']));
  const file = shownFile(type || 'file', payload['url'], payload['altText'], message['text']);
  return withContent(file, quickRepliesOf(message['quick_replies']));
}

/** Buttons alone, or cards: one below the other if a list is requested or there is a button below all cards. */
function template({ template_type: kind, text, elements, buttons }: JsonObject, intro: string): Shown {
  const shown = shownLines(intro, wordsOf(text));
  const below = buttonsOf(buttons);
  const items = readObjects(elements).map(cardOf);
  if (items.length === 0) return withContent(shown, readRichContent({ type: 'buttons', items: below }));
  const type = kind === 'list' || below.length > 0 ? 'list' : 'carousel';
  return withContent(shown, readRichContent({ type, items, button: below[0] ?? null }));
}

function cardOf({ title, subtitle, image_url: image, default_action: action, buttons }: JsonObject): JsonObject {
  return {
    title: wordsOf(title),
    subtitle: wordsOf(subtitle),
    imageUrl: image ?? null,
    url: readObject(action)['url'] ?? null,
    buttons: buttonsOf(buttons),
  };
}
