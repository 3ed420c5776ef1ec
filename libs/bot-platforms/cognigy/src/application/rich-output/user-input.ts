import type { Attachment } from '#handover';
import { isJsonObject, type JsonObject, readObject, readObjects, readText } from '#kernel';
import { isWebAddress } from '#rich-content';
import { nestedList } from './nested-list.js';
import type { Shown } from './shown.js';

/** Texts that clients and Cognigy send by themselves, not the customer. */
const NOT_SAID = /^(?:GET_STARTED$|cIntent:|DATA_ONLY_MESSAGE_)/;
const TYPES = ['image', 'video', 'audio', 'file'];

/**
 * What an agent sees of a customer's input: text, uploads, the values of a submitted adaptive card. Start payloads, intent
 * triggers and data alone are not shown, because no one wrote them.
 */
export function readInput(text: unknown, data: unknown): Shown {
  const given = readText(text)?.trim() ?? '';
  const said = NOT_SAID.test(given) ? '' : given;
  const members = readObject(data);
  const uploads = readObjects(members['attachments']);
  const words = said === '' ? submitted(members).join('\n') : said;
  return {
    text: [words, ...captionsOf(uploads, said)].filter((line) => line !== '').join('\n'),
    attachments: uploads.flatMap(upload).slice(0, 20),
  };
}

/** Captions of WhatsApp's files, unless the text is the same. */
function captionsOf(uploads: readonly JsonObject[], said: string): string[] {
  const captions = uploads.map(({ caption }) => readText(caption)?.trim() ?? '');
  return [...new Set(captions)].filter((caption) => caption !== said);
}

/** Webchat puts a card's values into `adaptivecards`, and if that is missing, they are in `request.value`. */
function submitted({ adaptivecards, request }: JsonObject): string[] {
  const values = adaptivecards ?? readObject(request)['value'];
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

/** `image` for both `image` and `image/jpeg`. */
function kindOf(type: unknown): string | undefined {
  const name = readText(type)?.split('/')[0]?.toLowerCase();
  return TYPES.find((kind) => kind === name);
}
