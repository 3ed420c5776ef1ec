/** @import { Session } from './guide.js' */
import { Problem } from '../../web/page/call.js';
import { focusOn, say, stepOf, wordsOf } from './place.js';
import { filledIn, inputsIn, valueOf } from './values.js';

/** @typedef {{ [name: string]: string | string[] | Settings }} Settings */

/**
 * Sends the settings of a step to this service, and reloads the guide. Errors are shown in the form.
 *
 * @param {HTMLFormElement} form
 * @param {Session} session
 */
export async function send(form, { call, reload }) {
  const fault = /** @type {HTMLElement} */ (form.querySelector('[role=alert]'));
  const inputs = inputsIn(form, '[data-setting]');
  const given = filledIn(form, '[data-setting]');
  for (const input of inputs) input.removeAttribute('aria-invalid');
  fault.hidden = true;
  if (given.length === 0) return show(fault, 'Fill in at least one field.');
  say('Sending …');
  try {
    await call('PATCH', form.dataset['patch'] ?? '', { body: given.reduce(withSetting, {}) });
    const step = stepOf(form);
    await reload();
    say('Stored.');
    focusOn(step);
  } catch (error) {
    say('');
    show(fault, faultWords(error, inputs));
  }
}

/**
 * Marks the inputs that are wrong. @returns what is wrong
 *
 * @param {unknown} error
 * @param {readonly HTMLInputElement[]} inputs
 */
function faultWords(error, inputs) {
  if (!(error instanceof Problem) || error.errors.length === 0) return wordsOf(error);
  return error.errors
    .map(({ pointer, detail }) => {
      const input = inputs.find((one) => pointer.startsWith(`/${settingOf(one).join('/')}`));
      input?.setAttribute('aria-invalid', 'true');
      return `${input ? `"${input.labels?.[0]?.textContent ?? ''}"` : pointer} ${detail}`;
    })
    .join('. ');
}

/**
 * @param {HTMLElement} target
 * @param {string} text
 */
function show(target, text) {
  target.textContent = text;
  target.hidden = false;
}

/** @param {HTMLInputElement} input */
function settingOf(input) {
  return (input.dataset['setting'] ?? '').split('.');
}

/**
 * @param {Settings} body
 * @param {HTMLInputElement} input
 */
function withSetting(body, input) {
  const names = settingOf(input);
  const last = names.pop() ?? '';
  let inner = body;
  for (const name of names) inner = /** @type {Settings} */ (inner[name] ??= {});
  inner[last] = valueOf(input);
  return body;
}
