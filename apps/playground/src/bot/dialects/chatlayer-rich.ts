import type { JsonObject } from '#kernel';
import { type Button, type Card, type List, type RichContent, richText, textWithContent } from '#rich-content';
import type { Words } from '../chat.types.js';

/** Elements of a list. */
const SHORTEST_LIST = 2;
const LONGEST_LIST = 4;

/** A bot's message in the form in which Chatlayer reports it. */
export function botMessages({ text, content, attachments = [] }: Words): JsonObject[] {
  const files = attachments.map(({ url, type = 'file' }) => ({ attachment: { type, payload: { url } } }));
  return [...(content ? richMessages(text, content) : textMessages(text)), ...files];
}

/** Cards have no text of their own, so the text comes first; places, and lists that are too long, become text. */
function richMessages(text: string, content: RichContent): JsonObject[] {
  switch (content.type) {
    case 'location':
      return textMessages(textWithContent(text, content));
    case 'quick_replies':
    case 'select':
      return [{ text, quick_replies: content.items.map(({ title, payload = title }) => quickReply(title, payload)) }];
    case 'buttons':
      return [template({ template_type: 'button', text, buttons: content.items.map(chatlayerButton) })];
    case 'list':
      return [...textMessages(text), listMessage(content)];
    case 'carousel':
      return [...textMessages(text), cardsMessage(content.items)];
    default:
      return [...textMessages(text), cardsMessage([content])];
  }
}

function textMessages(text: string): JsonObject[] {
  return text ? [{ text }] : [];
}

function cardsMessage(cards: readonly Card[]): JsonObject {
  return template({ template_type: 'generic', elements: cards.map(element) });
}

function listMessage(list: List): JsonObject {
  const { items, button } = list;
  if (items.length < SHORTEST_LIST || items.length > LONGEST_LIST) return { text: richText(list) };
  const buttons = button ? [chatlayerButton(button)] : [];
  return template({ template_type: 'list', elements: items.map(element), buttons });
}

/** A customer's message, by its kind; the text of a file upload is a separate message. */
export function userMessage({ text, payload, attachments = [] }: Words): JsonObject {
  if (attachments.length > 0) {
    const urls = attachments.map(({ url }) => url);
    const data = { uploadStatus: 'SUCCEEDED', fileUrl: urls[0] ?? '' };
    return { messageType: 'fileUploadInputResult', urls, data, ...(text && { text }) };
  }
  return payload === undefined
    ? { messageType: 'text', text }
    : { messageType: 'postback', title: text, ...postback(payload) };
}

/** For an agent's option the payload of the action; for the bot's own options, the payload alone. */
function postback(payload: string): JsonObject {
  try {
    const { nextDialogstateId = '', sessionDataToSet = [] } = JSON.parse(payload) as JsonObject;
    return { parameters: sessionDataToSet, nextDialogstateId };
  } catch (error) {
    if (error instanceof SyntaxError) return { parameters: [], nextDialogstateId: payload };
    throw error;
  }
}

function template(payload: JsonObject): JsonObject {
  return { attachment: { type: 'template', payload } };
}

function quickReply(title: string, payload: string): JsonObject {
  return { title, payload, content_type: 'text' };
}

function element({ title, subtitle, imageUrl, url, buttons = [] }: Card): JsonObject {
  return {
    title,
    ...(subtitle !== undefined && { subtitle }),
    ...(imageUrl !== undefined && { image_url: imageUrl }),
    ...(url !== undefined && { default_action: { type: 'web_url', url } }),
    buttons: buttons.map(chatlayerButton),
  };
}

function chatlayerButton(button: Button): JsonObject {
  const { title } = button;
  if (button.type === 'url') return { type: 'web_url', title, url: button.url };
  if (button.type === 'phone') return { type: 'phone_number', title, payload: button.phoneNumber };
  return { type: 'postback', title, payload: button.payload ?? title };
}
