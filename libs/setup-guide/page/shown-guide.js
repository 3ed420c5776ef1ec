/** @import { Session } from './guide.js' */
import { moment } from '../../web/page/moment.js';
import { copy } from './copy.js';
import { bind, elements, guide } from './place.js';
import { send } from './settings-form.js';
import { run } from './step-calls.js';

/**
 * Loads the guide of a tenant, as the admin API renders it, and lets its forms and buttons work.
 *
 * @param {string} slug
 * @param {Session} session
 */
export async function showGuide(slug, session) {
  const answer = await session.call('GET', `/admin/tenants/${slug}/setup`, { accept: 'text/html' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const opened = openSteps();
  document.title = page.title;
  guide.replaceChildren(...(page.getElementById('guide')?.childNodes ?? []));
  showMoments();
  for (const details of elements('[data-step] > details[open]')) details.dataset['toDo'] = '';
  for (const step of opened) elements(`[data-step="${step}"] > details`)[0]?.setAttribute('open', '');
  for (const button of elements('[data-copy]')) bind(button, 'click', () => copy(button));
  for (const choices of elements('.choices')) choices.hidden = false;
  for (const form of elements('[data-patch]'))
    bind(form, 'submit', () => alone(() => send(/** @type {HTMLFormElement} */ (form), session)));
  for (const button of elements('[data-path]')) bind(button, 'click', () => alone(() => run(button, session)));
}

/** The service writes times in UTC. */
function showMoments() {
  for (const time of elements('time')) time.replaceWith(moment(time.getAttribute('datetime') ?? ''));
}

/**
 * Steps that the reader has opened stay open when the guide is reloaded; steps that were open because they were not
 * done may close.
 */
function openSteps() {
  return elements('[data-step] > details[open]:not([data-to-do])').map(
    ({ parentElement }) => parentElement?.dataset['step'] ?? '',
  );
}

/**
 * Runs one call at a time, because each reloads the guide. Then the step of the call gets the focus.
 *
 * @param {() => Promise<unknown>} work
 */
async function alone(work) {
  if (guide.inert) return;
  guide.inert = true;
  try {
    await work();
  } finally {
    guide.inert = false;
  }
}
