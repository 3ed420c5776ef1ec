/**
 * The value of an input: a text, or a list of texts that are separated by commas.
 *
 * @param {HTMLInputElement} input
 */
export function valueOf(input) {
  const items = input.value.split(',').map((item) => item.trim());
  return 'list' in input.dataset ? items.filter(Boolean) : input.value.trim();
}

/**
 * The matching inputs of a form or step that are filled in.
 *
 * @param {ParentNode | null} place
 * @param {string} selector
 * @returns {HTMLInputElement[]}
 */
export function filledIn(place, selector) {
  return inputsIn(place, selector).filter(({ value }) => value.trim() !== '');
}

/**
 * @param {ParentNode | null} place
 * @param {string} selector
 * @returns {HTMLInputElement[]}
 */
export function inputsIn(place, selector) {
  return place ? [.../** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll(selector))] : [];
}
