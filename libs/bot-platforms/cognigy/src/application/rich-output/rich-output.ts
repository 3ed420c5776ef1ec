import { isJsonObject, type JsonValue, readObject } from '#kernel';
import { defaultFormat } from './default-format.js';
import { messengerFormat } from './messenger-format.js';
import { nestedList } from './nested-list.js';
import { withinHtmlBudget } from './plain-text.js';
import { isNothing, type Shown, shownLines, wordsOf } from './shown.js';

/** An output of a flow: `text` and `data` as Cognigy passes them on. */
export interface CognigyOutput {
  readonly text?: unknown;
  readonly data?: unknown;
  /** What a transcript has for outputs without text. */
  readonly textAlternative?: unknown;
}

/**
 * What an agent sees of any output. Rich kinds are searched in the same order as in Cognigy's own clients; data of an
 * unknown kind is shown as a list, and only if there is no text.
 */
export function readOutput(output: CognigyOutput): Shown {
  return withinHtmlBudget(() => shownOf(output));
}

function shownOf({ text, data, textAlternative }: CognigyOutput): Shown {
  const words = wordsOf(text);
  const rich = richOf(readObject(data));
  if (rich) return { ...rich, text: shownLines(words, rich.text === words ? '' : rich.text).text };
  if (words !== '') return shownLines(words);
  const alternative = wordsOf(textAlternative);
  return shownLines(alternative === '' && isJsonObject(data) ? nestedList(data) : alternative);
}

function richOf(data: Readonly<Record<string, JsonValue>>): Shown | undefined {
  const outer = readObject(data['_cognigy']);
  const inner = readObject(readObject(data['_data'])['_cognigy']);
  const shown = [
    defaultFormat(readObject(outer['_default'])),
    defaultFormat(readObject(inner['_default'])),
    messengerFormat(readObject(outer['_webchat'])),
    messengerFormat(readObject(outer['_facebook'])),
    defaultFormat(readObject(outer['_defaultPreview'])),
  ];
  return shown.find((one) => !isNothing(one));
}
