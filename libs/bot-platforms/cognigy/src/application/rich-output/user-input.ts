import type { Attachment } from '#handover';
import { isJsonObject, type JsonObject } from '#kernel';
import { isWebAddress } from '#rich-content';
import { nestedList } from './nested-list.js';
import { objectOf, objectsOf, type Shown } from './shown.js';

/** What clients and Cognigy itself send as text without anybody having said it. */
const NOT_SAID = /^(?:GET_STARTED$|cIntent:|DATA_ONLY_MESSAGE_)/;
const TYPES = ['image', 'video', 'audio', 'file'];

/**
 * What an agent sees of a customer's input: words, uploads, the values of a submitted adaptive card. Start payloads, intent
 * triggers and bare data are nothing that was said.
 */
export function readInput(text: unknown, data: unknown): Shown {
  const said = typeof text === 'string' && !NOT_SAID.test(text.trim()) ? text.trim() : '';
  const members = objectOf(data);
  return {
    text: said === '' ? submitted(members).join('\n') : said,
    attachments: objectsOf(members['attachments']).flatMap(upload).slice(0, 20),
  };
}

/** Webchat puts a card's values into `adaptivecards`, and where that is missing they are in `request.value`. */
function submitted({ adaptivecards, request }: JsonObject): string[] {
  const values = adaptivecards ?? objectOf(request)['value'];
  return isJsonObject(values) ? nestedList(values) : [];
}

function upload({ url, name, type }: JsonObject): Attachment[] {
  if (!isWebAddress(url)) return [];
  const isKnown = typeof type === 'string' && TYPES.includes(type);
  return [
    {
      url,
      type: isKnown ? type : 'file',
      ...(typeof name === 'string' && name !== '' && { filename: name.slice(0, 255) }),
    },
  ];
}
