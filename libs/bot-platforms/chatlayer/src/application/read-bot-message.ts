import type { Utterance } from '#handover';
import type { JsonObject } from '#kernel';
import type { RichContent } from '#rich-content';
import { firstText, objectIn, textIn, urlIn } from './foreign-json.js';
import { quickRepliesIn, templateContent } from './read-content.js';
import { attachmentOf } from './media-type.js';

/** What a bot's message says to an agent: text, a file, what it offers. Undefined for shapes without any of them. */
export function readBotMessage(message: JsonObject): Utterance | undefined {
  const attachment = objectIn(message['attachment']);
  const payload = objectIn(attachment['payload']);
  const { type } = attachment;
  const replies = quickRepliesIn(message['quick_replies']);
  if (type === 'template')
    return says(firstText(payload['text'], message['text']), templateContent(payload) ?? replies);
  if (type === undefined) return says(wordsOf(message), replies);
  const url = urlIn(payload['url']);
  const file = url === undefined ? [] : [attachmentOf(url, typeof type === 'string' ? type : '')];
  return says(textIn(message['text']), replies, file);
}

/** Some channels' messages hold their text one level down. */
function wordsOf(message: JsonObject): string | undefined {
  return firstText(message['text'], objectIn(message['message'])['body'], message['body'], message['title']);
}

function says(
  text: string | undefined,
  content: RichContent | undefined,
  attachments: Utterance['attachments'] = [],
): Utterance | undefined {
  if (text === undefined && content === undefined && attachments.length === 0) return undefined;
  return { text: text ?? '', attachments, ...(content && { content }) };
}
