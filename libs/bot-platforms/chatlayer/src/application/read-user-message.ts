import type { JsonObject } from '#kernel';
import { attachmentOf, type Said } from './said.js';
import { firstText, objectIn, textIn, urlIn } from './foreign-json.js';

/** What a customer's message says to an agent; undefined for one that says nothing. */
export function readUserMessage(message: JsonObject): Said | undefined {
  switch (message['messageType']) {
    case 'intro': // the widget was opened
      return undefined;
    case 'postback':
      return says(firstText(message['title'], message['text']));
    case 'location':
      return says(location(objectIn(message['coordinates'])));
    case 'fileUploadInputResult':
    case 'upload': // its name until 2021
      return upload(message);
    default:
      return says(firstText(message['text'], message['title']) ?? '[unsupported message]');
  }
}

function says(text: string | undefined): Said | undefined {
  return text === undefined ? undefined : { text, attachments: [] };
}

function upload({ urls, data, text }: JsonObject): Said {
  const found = [...(Array.isArray(urls) ? urls : []), objectIn(data)['fileUrl']].flatMap((url) => urlIn(url) ?? []);
  if (found.length === 0) return { text: '[The customer’s file could not be uploaded]', attachments: [] };
  return { text: textIn(text) ?? '', attachments: [...new Set(found)].map((url) => attachmentOf(url)) };
}

/** The longitude is called `long`. */
function location({ lat, long }: JsonObject): string | undefined {
  if (typeof lat !== 'number' || typeof long !== 'number') return undefined;
  return `Location: ${lat}, ${long}\nhttps://www.openstreetmap.org/?mlat=${lat}&mlon=${long}`;
}
