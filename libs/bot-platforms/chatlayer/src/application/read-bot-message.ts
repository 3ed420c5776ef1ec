import type { JsonObject, JsonValue } from '#kernel';
import { firstText, objectIn, objectsIn, textIn, urlIn } from './foreign-json.js';
import { attachmentOf, type Said } from './said.js';

/**
 * What a bot's message says to an agent: text, buttons and quick replies as `[title]`, links and phone numbers in brackets
 * behind their titles. Payloads are opaque and not shown. Undefined for shapes without any text.
 */
export function readBotMessage(message: JsonObject): Said | undefined {
  const attachment = objectIn(message['attachment']);
  const payload = objectIn(attachment['payload']);
  const type = attachment['type'];
  if (type !== undefined && type !== 'template') {
    const url = urlIn(payload['url']);
    return url === undefined
      ? undefined
      : { text: textIn(message['text']) ?? '', attachments: [attachmentOf(url, typeof type === 'string' ? type : '')] };
  }
  const lines = type === 'template' ? templateLines(payload) : textLines(message);
  return lines.length > 0 ? { text: lines.join('\n'), attachments: [] } : undefined;
}

function textLines(message: JsonObject): string[] {
  const text = firstText(message['text'], objectIn(message['message'])['body'], message['body'], message['title']);
  return filled(text, buttonsLine(message['quick_replies']));
}

/** `button`, and `generic` (carousel) or `list` with their elements. */
function templateLines(payload: JsonObject): string[] {
  const elements = objectsIn(payload['elements']).map((element) =>
    filled(
      filled(textIn(element['title']), textIn(element['subtitle'])).join(' – '),
      urlIn(element['image_url']),
      buttonsLine(element['buttons']),
    ).join('\n'),
  );
  return filled(textIn(payload['text']), ...elements, buttonsLine(payload['buttons']));
}

function buttonsLine(buttons: JsonValue | undefined): string {
  return objectsIn(buttons).flatMap(button).join(' ');
}

function button({ title, type, url, payload }: JsonObject): string[] {
  const name = textIn(title);
  if (name === undefined) return [];
  const target = type === 'web_url' ? urlIn(url) : type === 'phone_number' ? textIn(payload) : undefined;
  return [target === undefined ? `[${name}]` : `${name} (${target})`];
}

function filled(...lines: (string | undefined)[]): string[] {
  return lines.filter((line): line is string => line !== undefined && line !== '');
}
