/** @import { Child } from '../../web/page/dom.js' */
import { element, present } from '../../web/page/dom.js';

/**
 * A button. Its id keeps the focus when the page is redrawn.
 *
 * @param {string} id
 * @param {string} text
 * @param {() => unknown} work
 * @param {Readonly<Record<string, string>>} [attributes]
 */
export function button(id, text, work, attributes = {}) {
  const made = element('button', { type: 'button', id, ...attributes }, text);
  made.addEventListener('click', () => void work());
  return made;
}

/**
 * Replaces the content of an element, and keeps focus, opened details and scroll position.
 *
 * @param {HTMLElement} place
 * @param {readonly Child[]} children
 */
export function redraw(place, children) {
  const focused = place.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const opened = [...place.querySelectorAll('details[open][id]')].map(({ id }) => id);
  const { scrollX, scrollY } = window;
  place.replaceChildren(...present(children));
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  window.scrollTo(scrollX, scrollY);
}
