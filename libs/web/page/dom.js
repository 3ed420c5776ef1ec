/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Makes an element. Texts become text nodes, never HTML.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Readonly<Record<string, string | boolean>>} [attributes] `true` sets an attribute without a value, `false`
 * omits it
 * @param {readonly Child[]} children empty ones are omitted
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
 * The children that are not empty.
 *
 * @param {readonly Child[]} children
 */
export function present(children) {
  return children.filter((child) => typeof child === 'string' || child instanceof Node);
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
