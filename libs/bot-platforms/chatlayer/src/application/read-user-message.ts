import type { Utterance } from '#handover';
import { cleanJson, type JsonObject } from '#kernel';
import { attachmentOf } from './media-type.js';
import { firstText, objectIn, textIn, urlIn } from './foreign-json.js';
import { locationIn } from './read-content.js';

/** What a customer's message says to an agent; undefined for one that says nothing. */
export function readUserMessage(message: JsonObject): Utterance | undefined {
  switch (message['messageType']) {
    case 'intro': // the widget was opened
      return undefined;
    case 'postback':
      return postback(message);
    case 'location':
      return location(message);
    case 'fileUploadInputResult':
    case 'upload': // its name until 2021
      return upload(message);
    default:
      return says(firstText(message['text'], message['title']) ?? '[unsupported message]');
  }
}

function says(text: string | undefined): Utterance | undefined {
  return text === undefined ? undefined : { text, attachments: [] };
}

/** The customer chose: the title is what they said; the dialog it leads to and its parameters are the bot's own. */
function postback({ title, text, nextDialogstateId, parameters }: JsonObject): Utterance | undefined {
  const said = says(firstText(title, text));
  const payload = {
    ...(nextDialogstateId !== undefined && { nextDialogstateId }),
    ...(parameters !== undefined && { parameters }),
  };
  return said && Object.keys(payload).length > 0 ? { ...said, reply: { payload: cleanJson(payload) } } : said;
}

function upload({ urls, data, text }: JsonObject): Utterance {
  const found = [...(Array.isArray(urls) ? urls : []), objectIn(data)['fileUrl']].flatMap((url) => urlIn(url) ?? []);
  if (found.length === 0) return { text: '[The customer’s file could not be uploaded]', attachments: [] };
  return { text: textIn(text) ?? '', attachments: [...new Set(found)].map((url) => attachmentOf(url)) };
}

function location({ coordinates, text }: JsonObject): Utterance | undefined {
  const content = locationIn(objectIn(coordinates));
  return content ? { text: textIn(text) ?? '', attachments: [], content } : says(textIn(text));
}
