import type { JsonObject } from '#kernel';
import { adaptiveCard } from './adaptive-card.js';
import { buttonLines } from './button-lines.js';
import { objectOf, objectsOf, type Shown, shownFile, shownLines, wordsOf } from './shown.js';

/** The channel form of Webchat and Facebook (`data._cognigy._webchat`), which follows Facebook Messenger's. */
export function messengerFormat(format: JsonObject): Shown {
  if (format['adaptiveCard']) return adaptiveCard(objectOf(format['adaptiveCard']));
  const message = objectOf(format['message']);
  const attachment = objectOf(message['attachment']);
  const payload = objectOf(attachment['payload']);
  const type = wordsOf(attachment['type']);
  if (type === 'template') return template(payload, wordsOf(message['text']));
  const words = [message['text'], ...buttonLines(message['quick_replies'])];
  return shownFile(type || 'file', payload['url'], payload['altText'], ...words);
}

function template({ text, elements, buttons }: JsonObject, intro: string): Shown {
  return shownLines(intro, wordsOf(text), objectsOf(elements).flatMap(elementLines), buttonLines(buttons));
}

function elementLines({ title, subtitle, default_action: action, buttons }: JsonObject): string[] {
  const heading = [wordsOf(title), wordsOf(subtitle)].filter(Boolean).join(' – ');
  const link = wordsOf(objectOf(action)['url']);
  return [heading && `• ${link ? `${heading} (${link})` : heading}`, ...buttonLines(buttons, '  ')];
}
