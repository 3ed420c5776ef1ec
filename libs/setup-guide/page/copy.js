import { say } from './place.js';

const SHOWN_MS = 2_000;

/**
 * Copies the text next to the button.
 *
 * @param {HTMLElement} button
 */
export async function copy(button) {
  const source = document.getElementById(button.dataset['copy'] ?? '');
  if (!source) return;
  // On an insecure origin browsers have no clipboard, although its type is not optional.
  const clipboard = /** @type {Clipboard | undefined} */ (navigator.clipboard);
  if (clipboard) await clipboard.writeText(source.textContent).catch(() => select(source));
  else select(source);
  button.textContent = 'Copied';
  say('Copied.');
  setTimeout(() => (button.textContent = 'Copy'), SHOWN_MS);
}

/**
 * Selects a text and copies it with the old command, which also works on an insecure origin.
 *
 * @param {HTMLElement} source
 */
function select(source) {
  getSelection()?.selectAllChildren(source);
  document.execCommand('copy');
}
