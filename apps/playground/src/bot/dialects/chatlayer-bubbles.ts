import { type JsonObject, readObject, readObjects } from '#kernel';
import { type RichContent, readRichContent } from '#rich-content';
import type { Attachment } from '../chat.types.js';

/** The content of one bubble of an action. */
export interface Said {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly content?: RichContent;
}

/** The title of the button with which the connector offers a file that the channel cannot show. */
const OPEN_FILE = 'Open file';

/** One bubble, which has exactly one template. */
export function wordsOf(bubble: JsonObject): Said {
  const [[name = '', value] = []] = Object.entries(bubble);
  const template = readObject(value);
  const { quickReplies, buttons, elements, button } = template;
  const text = textOf(template);
  if (name === 'attachmentTemplate') return { text: '', attachments: [media(readObject(template['media']))] };
  const files = readObjects(buttons).flatMap((one) => fileOf(readObject(one['urlButton']), text));
  if (files.length > 0) return { text: '', attachments: files };
  const content = readRichContent(
    {
      quickReplyTemplate: { type: 'quick_replies', items: readObjects(quickReplies).map(choiceOf) },
      buttonTemplate: { type: 'buttons', items: readObjects(buttons).map(buttonOf) },
      carouselTemplate: { type: 'carousel', items: readObjects(elements).map(cardOf) },
      listTemplate: { type: 'list', items: readObjects(elements).map(cardOf), button: buttonOf(readObject(button)) },
    }[name],
  );
  return { text, attachments: [], ...(content && { content }) };
}

/** `textMessages` are alternatives of which Chatlayer picks one. */
function textOf({ textMessages }: JsonObject): string {
  const text = readObjects(textMessages)[0]?.['text'];
  return typeof text === 'string' ? text : '';
}

function media({ url, type }: JsonObject): Attachment {
  return { url: typeof url === 'string' ? url : '', ...(typeof type === 'string' && { type }) };
}

function fileOf({ title, url }: JsonObject, filename: string): Attachment[] {
  return title === OPEN_FILE && typeof url === 'string' ? [{ url, filename }] : [];
}

function choiceOf({ title = '', imageUrl = '', payload = {} }: JsonObject): JsonObject {
  return { title, imageUrl, payload: JSON.stringify(payload) };
}

function buttonOf({ urlButton, phoneNumberButton, postBackButton }: JsonObject): JsonObject {
  if (urlButton) return { type: 'url', ...readObject(urlButton) };
  if (phoneNumberButton) return { type: 'phone', ...readObject(phoneNumberButton) };
  const { title = '', payload = {} } = readObject(postBackButton);
  return { type: 'reply', title, payload: JSON.stringify(payload) };
}

/** Cards of a carousel have `buttons`, those of a list one `button`. */
function cardOf({ title = '', subTitle = '', imageUrl = '', buttons = [], button = {} }: JsonObject): JsonObject {
  const all = [...readObjects(buttons), readObject(button)];
  return { title, subtitle: subTitle, imageUrl, buttons: all.map(buttonOf) };
}
