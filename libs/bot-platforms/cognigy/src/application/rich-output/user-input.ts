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
  const uploads = objectsOf(members['attachments']);
  const words = said === '' ? submitted(members).join('\n') : said;
  return {
    text: [words, ...captionsOf(uploads, said)].filter((line) => line !== '').join('\n'),
    attachments: uploads.flatMap(upload).slice(0, 20),
  };
}

/** Of WhatsApp's files, unless they are what was said. */
function captionsOf(uploads: readonly JsonObject[], said: string): string[] {
  const captions = uploads.map(({ caption }) => (typeof caption === 'string' ? caption.trim() : ''));
  return [...new Set(captions)].filter((caption) => caption !== said);
}

/** Webchat puts a card's values into `adaptivecards`, and where that is missing they are in `request.value`. */
function submitted({ adaptivecards, request }: JsonObject): string[] {
  const values = adaptivecards ?? objectOf(request)['value'];
  return isJsonObject(values) ? nestedList(values) : [];
}

function upload({ url, name, type, mimeType }: JsonObject): Attachment[] {
  if (!isWebAddress(url)) return [];
  return [
    {
      url,
      type: kindOf(type) ?? kindOf(mimeType) ?? 'file',
      ...(typeof name === 'string' && name !== '' && { filename: name.slice(0, 255) }),
    },
  ];
}

/** `image` of `image` and of `image/jpeg`. */
function kindOf(type: unknown): string | undefined {
  return typeof type === 'string' ? TYPES.find((kind) => kind === type.split('/')[0]?.toLowerCase()) : undefined;
}
