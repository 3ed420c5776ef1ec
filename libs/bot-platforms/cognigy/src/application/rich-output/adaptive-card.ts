import { isJsonObject, type JsonObject, type JsonValue, readObjects, readText } from '#kernel';
import { type Shown, shownLines, wordsOf } from './shown.js';

/** Members of a card's element that contain further elements, in reading order. */
const CHILDREN = ['body', 'items', 'columns', 'rows', 'cells', 'inlines', 'images', 'actions', 'card'];
const MAX_DEPTH = 20;

/** A Microsoft Adaptive Card as lines: texts, facts, inputs, and the buttons. */
export function adaptiveCard(card: JsonObject): Shown {
  const shown = shownLines(linesOf(card, 0));
  return shown.text === '' ? shownLines(wordsOf(card['fallbackText']), wordsOf(card['speak'])) : shown;
}

function linesOf(element: JsonObject, depth: number): string[] {
  if (depth > MAX_DEPTH || element['isVisible'] === false) return [];
  return [...ownLines(element), ...CHILDREN.flatMap((name) => childLines(element[name], depth + 1))];
}

function childLines(children: JsonValue | undefined, depth: number): string[] {
  if (isJsonObject(children)) return linesOf(children, depth);
  return Array.isArray(children)
    ? children.flatMap((child) => (isJsonObject(child) ? linesOf(child, depth) : wordsOf(child)))
    : [];
}

function ownLines(element: JsonObject): string[] {
  const type = readText(element['type']) ?? '';
  if (type.startsWith('Input.')) return inputLines(element);
  if (type.startsWith('Action.')) return actionLines(element);
  if (type === 'FactSet')
    return readObjects(element['facts']).map((fact) => `${wordsOf(fact['title'])}: ${wordsOf(fact['value'])}`);
  if (type === 'Image' || type === 'Media') return [wordsOf(element['altText'])];
  return [wordsOf(element['text'])];
}

function inputLines(input: JsonObject): string[] {
  const asked =
    wordsOf(input['label']) || wordsOf(input['title']) || wordsOf(input['placeholder']) || wordsOf(input['id']);
  const choices = readObjects(input['choices'])
    .map(({ title }) => wordsOf(title))
    .filter(Boolean);
  return [choices.length > 0 ? `${asked}: ${choices.join(' / ')}` : asked && `${asked}: …`];
}

function actionLines(action: JsonObject): string[] {
  const title = wordsOf(action['title']);
  const url = wordsOf(action['url']);
  return [title && `- ${url ? `${title}: ${url}` : title}`];
}
