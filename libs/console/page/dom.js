/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Makes an element. Texts become text nodes, never HTML.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Readonly<Record<string, string | boolean>>} [attributes] `true` sets one without a value, `false` leaves it out
 * @param {readonly Child[]} children what is empty is left out
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes))
    if (value !== false) made.setAttribute(attribute, value === true ? '' : value);
  made.append(...present(children));
  return made;
}

/**
 * What is there of the children.
 *
 * @param {readonly Child[]} children
 */
export function present(children) {
  return children.filter((child) => typeof child === 'string' || child instanceof Node);
}

/**
 * A button. Its id is what keeps the focus when the page is drawn again.
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
 * Shows other content in a place, and leaves focus, opened details and scroll position as they are.
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

/**
 * The element of the page with this id.
 *
 * @param {string} id
 */
export function found(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element ${id}.`);
  return element;
}
