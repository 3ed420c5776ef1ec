import type { Utterance } from '#handover';
import { type JsonObject, readObject, readText } from '#kernel';
import type { RichContent } from '#rich-content';
import { quickRepliesIn, templateContent } from './read-content.js';
import { attachmentOf } from './media-type.js';
import { firstWords, urlIn, wordsIn } from './read-words.js';

/** What an agent sees of a bot's message: text, a file, content. Undefined for shapes without any of them. */
export function readBotMessage(message: JsonObject): Utterance | undefined {
  const attachment = readObject(message['attachment']);
  const payload = readObject(attachment['payload']);
  const { type } = attachment;
  const replies = quickRepliesIn(message['quick_replies']);
  if (type === 'template')
    return says(firstWords(payload['text'], message['text']), templateContent(payload) ?? replies);
  if (type === undefined) return says(wordsOf(message), replies);
  const url = urlIn(payload['url']);
  const file = url === undefined ? [] : [attachmentOf(url, readText(type) ?? '')];
  return says(wordsIn(message['text']), replies, file);
}

/** Messages of some channels have their text one level deeper. */
function wordsOf(message: JsonObject): string | undefined {
  return firstWords(message['text'], readObject(message['message'])['body'], message['body'], message['title']);
}

function says(
  text: string | undefined,
  content: RichContent | undefined,
  attachments: Utterance['attachments'] = [],
): Utterance | undefined {
  if (text === undefined && content === undefined && attachments.length === 0) return undefined;
  return { text: text ?? '', attachments, ...(content && { content }) };
}
