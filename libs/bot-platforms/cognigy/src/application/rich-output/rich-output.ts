import { isJsonObject, type JsonValue } from '#kernel';
import { defaultFormat } from './default-format.js';
import { messengerFormat } from './messenger-format.js';
import { nestedList } from './nested-list.js';
import { withinHtmlBudget } from './plain-text.js';
import { isNothing, objectOf, type Shown, shownLines, wordsOf } from './shown.js';

/** Something a flow put out: `text` and `data` as Cognigy passes them on. */
export interface CognigyOutput {
  readonly text?: unknown;
  readonly data?: unknown;
  /** What a transcript offers for outputs without text. */
  readonly textAlternative?: unknown;
}

/**
 * What an agent sees of any output. Rich kinds are looked for in the order in which Cognigy's own clients do it; data of an
 * unknown kind is written down as a list, and only where there is no text.
 */
export function readOutput(output: CognigyOutput): Shown {
  return withinHtmlBudget(() => shownOf(output));
}

function shownOf({ text, data, textAlternative }: CognigyOutput): Shown {
  const words = wordsOf(text);
  const rich = richOf(objectOf(data));
  if (rich) return { ...rich, text: shownLines(words, rich.text === words ? '' : rich.text).text };
  if (words !== '') return shownLines(words);
  const alternative = wordsOf(textAlternative);
  return shownLines(alternative === '' && isJsonObject(data) ? nestedList(data) : alternative);
}

function richOf(data: Readonly<Record<string, JsonValue>>): Shown | undefined {
  const outer = objectOf(data['_cognigy']);
  const inner = objectOf(objectOf(data['_data'])['_cognigy']);
  const shown = [
    defaultFormat(objectOf(outer['_default'])),
    defaultFormat(objectOf(inner['_default'])),
    messengerFormat(objectOf(outer['_webchat'])),
    messengerFormat(objectOf(outer['_facebook'])),
    defaultFormat(objectOf(outer['_defaultPreview'])),
  ];
  return shown.find((one) => !isNothing(one));
}
