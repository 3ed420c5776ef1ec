import { found } from '../../web/page/dom.js';

/** The element in which the guide is shown. */
export const guide = found('guide');

const status = found('status');

/**
 * Shows what is being done, or was just done, also to screen readers.
 *
 * @param {string} text
 */
export function say(text) {
  status.textContent = text;
}

/**
 * The guide's elements that match.
 *
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function elements(selector) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (guide.querySelectorAll(selector))];
}

/**
 * Shows an element that works only with a script, and adds its handler.
 *
 * @param {HTMLElement} target
 * @param {'click' | 'submit'} event
 * @param {() => unknown} work
 */
export function bind(target, event, work) {
  target.hidden = false;
  target.addEventListener(event, (happened) => {
    happened.preventDefault();
    void work();
  });
}

/**
 * The step that an element belongs to.
 *
 * @param {Element} part
 */
export function stepOf(part) {
  return /** @type {HTMLElement | null} */ (part.closest('[data-step]'))?.dataset['step'] ?? '';
}

/** @param {string} step */
export function focusOn(step) {
  queueMicrotask(() => elements(`[data-step="${step}"] summary`)[0]?.focus({ preventScroll: true }));
}

/** @param {unknown} error */
export function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}
