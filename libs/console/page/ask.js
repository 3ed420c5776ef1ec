import { element } from '../../web/page/dom.js';

/**
 * @typedef {object} Question
 * @property {string} title what will be done
 * @property {string} text the consequences
 * @property {string} confirm text of the button that does it
 * @property {(reason: string) => Promise<unknown>} work
 */

/**
 * Asks for a confirmation with a reason, and does the work. An error is shown in the dialog, which stays open.
 *
 * @param {Question} question
 * @returns {Promise<boolean>} whether it was done
 */
export function ask(question) {
  const reason = element('textarea', { id: 'reason', required: true, maxlength: '500', rows: '3' });
  const fault = element('p', { class: 'fault', role: 'alert' });
  const cancel = element('button', { type: 'button' }, 'Cancel');
  const submit = element('button', { type: 'submit', class: 'main' }, question.confirm);
  const form = element(
    'form',
    {},
    element('h2', { id: 'dialog-title' }, question.title),
    element('p', { id: 'dialog-text' }, question.text),
    element('label', { for: 'reason' }, 'Reason (kept in the audit log and the timeline)'),
    reason,
    fault,
    element('p', { class: 'buttons' }, submit, cancel),
  );
  const dialog = opened(form, reason);
  /** @type {Promise<boolean>} */
  const answer = new Promise((resolve) => {
    cancel.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => resolve(dialog.returnValue === DONE));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit.disabled = true;
    const failed = (/** @type {Error} */ { message }) => {
      fault.textContent = message;
      submit.disabled = false;
    };
    void question.work(reason.value.trim()).then(() => dialog.close(DONE), failed);
  });
  return answer;
}

const DONE = 'done';

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} first the element that gets the focus
 */
function opened(form, first) {
  const before = document.activeElement?.id ?? '';
  const dialog = element('dialog', { 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-text' }, form);
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
    document.getElementById(before)?.focus(); // the page may have been drawn again
  });
  dialog.showModal();
  first.focus();
  return dialog;
}
