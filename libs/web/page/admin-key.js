import { element } from './dom.js';

/** The name in the tab's session storage under which all pages of this service keep the admin key. */
const KEPT = 'engage-handover.admin-key';

/** The key that this tab keeps; empty if there is none. */
export function keptKey() {
  return sessionStorage.getItem(KEPT) ?? '';
}

export function forgetKey() {
  sessionStorage.removeItem(KEPT);
}

/**
 * Asks for the admin key. It stays in the memory of the page, and in the tab's session storage only if the reader wants that.
 *
 * @param {{ readonly title: string, readonly submit: string }} words heading and button
 * @param {string} fault why the previous key was rejected
 * @param {(key: string) => unknown} use
 */
export function signIn({ title, submit }, fault, use) {
  const input = element('input', {
    id: 'key',
    type: 'password',
    autocomplete: 'off',
    required: true,
    spellcheck: 'false',
  });
  const keep = element('input', { id: 'keep', type: 'checkbox' });
  const form = element(
    'form',
    { class: 'sign-in' },
    element('h1', {}, title),
    element('p', {}, 'Paste your admin key. It stays in this page and is sent to this service only.'),
    element('label', { for: 'key' }, 'Admin key'),
    input,
    element(
      'p',
      { class: 'choice' },
      keep,
      element('label', { for: 'keep' }, 'Keep it in this tab until I close the tab'),
    ),
    element('p', { class: 'fault', role: 'alert' }, fault),
    element('button', { type: 'submit', class: 'main' }, submit),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const key = input.value.trim();
    forgetKey();
    if (keep.checked) sessionStorage.setItem(KEPT, key);
    use(key);
  });
  queueMicrotask(() => input.focus());
  return form;
}
