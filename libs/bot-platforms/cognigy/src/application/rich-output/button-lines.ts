import type { JsonObject, JsonValue } from '#kernel';
import { objectsOf, wordsOf } from './shown.js';

/** The choices of a message, a line each; what a click sends to the bot is not for people. */
export function buttonLines(buttons: JsonValue | undefined, indent = ''): string[] {
  return objectsOf(buttons)
    .map(labelOf)
    .filter((label) => label !== '')
    .map((label) => `${indent}- ${label}`);
}

function labelOf(button: JsonObject): string {
  const title = wordsOf(button['title']);
  const where = targetOf(button);
  if (title === '' || where === '' || where === title) return title || where;
  return `${title}: ${where}`;
}

/** Where a link or a call leads. Default format says `type` or `contentType`, Messenger's `content_type`. */
function targetOf(button: JsonObject): string {
  const type = button['contentType'] ?? button['content_type'] ?? button['type'];
  if (type === 'phone_number') return wordsOf(button['payload']);
  return type === 'web_url' ? wordsOf(button['url']) : '';
}
