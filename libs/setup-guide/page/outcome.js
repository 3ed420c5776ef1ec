import { element } from '../../web/page/dom.js';
import { copy } from './copy.js';
import { bind } from './place.js';

/**
 * A step of a provisioning run, or a connection check.
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string} [title]
 * @property {string} [status]
 * @property {string} [action]
 * @property {string | null} [detail]
 * @property {string | null} [fix]
 */

/** @typedef {{ key?: string, value?: string, steps?: Item[] } | Item[]} Answer */

/** States of items without problems. */
const QUIET = ['pass', 'keep', 'skipped'];

/**
 * An answer, shown for people: a secret that is shown once, or what was done or found. Items without problems come
 * last.
 *
 * @param {Answer} answer
 * @param {readonly string[]} shown ids of items whose problems are shown elsewhere
 */
export function outcomeOf(answer, shown) {
  const { key, value, steps = [] } = Array.isArray(answer) ? { steps: answer } : answer;
  const secret = key ?? value;
  if (secret !== undefined) return secretShown(secret);
  const quiet = steps.filter(isQuiet);
  const all = `All ${steps.length} are as they should be.`;
  const words = quiet.length === steps.length ? all : `${quiet.length} more`;
  const rest = element('details', {}, element('summary', {}, words), results(quiet));
  return element(
    'div',
    {},
    results(steps.filter((item) => !isQuiet(item) && !shown.includes(item.id))),
    quiet.length > 0 && rest,
  );
}

/** @param {Item} item */
function isQuiet(item) {
  return QUIET.includes(stateOf(item));
}

/** @param {Item} item */
function stateOf({ status, action }) {
  return status ?? action ?? '';
}

/** @param {readonly Item[]} items */
function results(items) {
  return element('ul', { class: 'results' }, ...items.map(resultItem));
}

/** @param {Item} item */
function resultItem(item) {
  const state = stateOf(item);
  const text = [item.title ?? item.id, item.detail, item.fix].filter(Boolean).join(' – ');
  return element('li', { 'data-result': state }, element('span', { class: 'tag' }, state), ` ${text}`);
}

/** @param {string} secret */
function secretShown(secret) {
  const code = element('code', { id: 'secret-shown' }, secret);
  const button = element('button', { type: 'button', 'data-copy': 'secret-shown' }, 'Copy');
  bind(button, 'click', () => copy(button));
  return element('div', { class: 'value' }, element('span', { class: 'field' }, 'Shown this once'), code, button);
}
