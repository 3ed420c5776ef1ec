/** @import { Session } from './guide.js' */
/** @import { Answer } from './outcome.js' */
import { jsonOf } from '../../web/page/call.js';
import { element } from '../../web/page/dom.js';
import { outcomeOf } from './outcome.js';
import { elements, focusOn, say, stepOf, wordsOf } from './place.js';
import { filledIn, valueOf } from './values.js';

const POLL_MS = 1_000;

/**
 * A run in progress.
 *
 * @typedef {object} Run
 * @property {string} status
 * @property {{ done: number, total: number } | null} [progress]
 * @property {readonly unknown[]} steps
 */

/**
 * Makes the call of a button, and shows the result.
 *
 * @param {HTMLElement} button
 * @param {Session} session
 */
export async function run(button, session) {
  const { method = '', path = '' } = button.dataset;
  const isDownload = 'download' in button.dataset;
  const step = stepOf(button);
  if (/rotate$/.test(path) && !confirm('The old secret stops working at once. Go on?')) return;
  say(`${button.textContent} …`);
  try {
    const options = { accept: isDownload ? '*/*' : 'application/json', body: choicesOf(button) };
    const answer = await finished(await session.call(method, path, options), session);
    if (isDownload) await save(answer);
    const outcome = isDownload ? () => element('p', {}, 'Saved.') : await outcomeIn(answer, step);
    if (method === 'POST') await session.reload();
    report(step, outcome());
  } catch (error) {
    report(step, element('p', { class: 'fault' }, wordsOf(error)));
  } finally {
    say('');
    focusOn(step);
  }
}

/**
 * The reader's choices for the calls of the step, if any.
 *
 * @param {HTMLElement} button
 */
function choicesOf(button) {
  const inputs = filledIn(button.closest('.body'), '[data-choice]');
  if (inputs.length === 0) return undefined;
  return Object.fromEntries(inputs.map((input) => [input.dataset['choice'] ?? '', valueOf(input)]));
}

/**
 * A long run is answered at once; its address shows the progress.
 *
 * @param {Response} answer
 * @param {Session} session
 * @returns {Promise<Response>}
 */
async function finished(answer, session) {
  const place = answer.headers.get('location');
  if (answer.status !== 202 || !place) return answer;
  await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  const now = await session.call('GET', place);
  /** @type {Run} */
  const { status, progress, steps } = await jsonOf(now.clone());
  if (progress?.total)
    say(`${steps.length > 0 ? 'Steps done' : 'Agents read'}: ${progress.done} of ${progress.total} …`);
  const again = new Response(null, { status: 202, headers: { location: place } });
  return status === 'running' ? finished(again, session) : now;
}

/**
 * The outcome, to be shown once the guide is reloaded: it omits what the step itself shows.
 *
 * @param {Response} answer
 * @param {string} step
 */
async function outcomeIn(answer, step) {
  /** @type {Answer} */
  const given = await jsonOf(answer);
  return () => outcomeOf(given, shownChecks(step));
}

/**
 * The checks whose findings the step shows.
 *
 * @param {string} step
 */
function shownChecks(step) {
  return elements(`[data-step="${step}"] [data-check]`).map(({ dataset }) => dataset['check'] ?? '');
}

/**
 * @param {string} step
 * @param {HTMLElement} outcome
 */
function report(step, outcome) {
  const [place] = elements(`[data-step="${step}"] .outcome`);
  place?.closest('details')?.setAttribute('open', '');
  place?.replaceChildren(outcome);
}

/** @param {Response} answer */
async function save(answer) {
  const [, filename = 'file'] = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  const link = element('a', { href: URL.createObjectURL(await answer.blob()), download: filename });
  link.click();
  URL.revokeObjectURL(link.href);
}
