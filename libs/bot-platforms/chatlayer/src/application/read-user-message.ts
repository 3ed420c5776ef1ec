import type { Utterance } from '#handover';
import { cleanJson, type JsonObject, readObject } from '#kernel';
import { attachmentOf } from './media-type.js';
import { locationIn } from './read-content.js';
import { firstWords, urlIn, wordsIn } from './read-words.js';

/** What an agent sees of a customer's message; undefined if there is nothing to see. */
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
      return says(firstWords(message['text'], message['title']) ?? '[unsupported message]');
  }
}

function says(text: string | undefined): Utterance | undefined {
  return text === undefined ? undefined : { text, attachments: [] };
}

/** The customer chose: the title is what they said; the dialog it leads to and its parameters are the bot's own. */
function postback({ title, text, nextDialogstateId, parameters }: JsonObject): Utterance | undefined {
  const said = says(firstWords(title, text));
  const payload = {
    ...(nextDialogstateId !== undefined && { nextDialogstateId }),
    ...(parameters !== undefined && { parameters }),
  };
  return said && Object.keys(payload).length > 0 ? { ...said, reply: { payload: cleanJson(payload) } } : said;
}

function upload({ urls, data, text }: JsonObject): Utterance {
  const found = [...(Array.isArray(urls) ? urls : []), readObject(data)['fileUrl']].flatMap((url) => urlIn(url) ?? []);
  if (found.length === 0) return { text: '[The customer’s file could not be uploaded]', attachments: [] };
  return { text: wordsIn(text) ?? '', attachments: [...new Set(found)].map((url) => attachmentOf(url)) };
}

function location({ coordinates, text }: JsonObject): Utterance | undefined {
  const content = locationIn(readObject(coordinates));
  return content ? { text: wordsIn(text) ?? '', attachments: [], content } : says(wordsIn(text));
}
