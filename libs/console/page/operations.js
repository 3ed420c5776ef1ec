/** @import { Conversation, Delivery } from '../src/wire.ts' */
/** @import { Context } from './view.js' */
import { ask } from './ask.js';
import { button } from './redraw.js';
import { deliveryWords } from './words.js';

/** @typedef {import('./ask.js').Question} Question */

/**
 * Asks for confirmation, calls the API, and shows the result.
 *
 * @param {Context} context
 * @param {string} path of the call
 * @param {Omit<Question, 'work'>} question
 * @param {string} done the message afterwards
 * @param {Readonly<Record<string, string>>} [body]
 */
async function operate({ api, say, refresh }, path, question, done, body = {}) {
  const isDone = await ask({ ...question, work: (reason) => api.post(path, { ...body, reason }) });
  if (!isDone) return;
  say(done);
  await refresh();
}

/**
 * @param {Context} context
 * @param {Conversation} conversation
 */
export function conversationButtons(context, { id, state }) {
  const path = `/admin/conversations/${id}`;
  if (state === 'bot')
    return [
      button('handover', 'Hand over to agents', () =>
        operate(
          context,
          `${path}/handover`,
          {
            title: 'Hand this conversation over to the agents?',
            text: 'A new handover starts with the history and profile that are known. Agents see your reason.',
            confirm: 'Hand over',
          },
          'The handover has started.',
        ),
      ),
    ];
  return [resumeButton(context, path), closeButton(context, path)];
}

/**
 * @param {Context} context
 * @param {string} path
 */
function resumeButton(context, path) {
  const question = {
    title: 'Return this conversation to the bot?',
    text: "The handover ends as cancelled and the bot answers again. The agents' case in Engage stays open.",
    confirm: 'Return to the bot',
  };
  return button('resume', 'Return to the bot', () =>
    operate(context, `${path}/resume`, question, 'The bot answers again.'),
  );
}

/**
 * @param {Context} context
 * @param {string} path
 */
function closeButton(context, path) {
  const question = {
    title: 'Close this conversation on both sides?',
    text: "The handover ends as completed, the bot answers again, and the agents' case in Engage is closed.",
    confirm: 'Close',
  };
  return button('close', 'Close on both sides', () =>
    operate(context, `${path}/close`, question, 'The conversation is closed.'),
  );
}

/**
 * @param {Context} context
 * @param {Delivery} delivery
 */
export function deliveryButtons(context, { id, kind, status }) {
  const path = `/admin/deliveries/${id}`;
  const name = deliveryWords(kind);
  const retry = {
    title: `Retry: ${name}?`,
    text: 'The delivery goes back to its place in the queue and is tried at once, before what came later.',
    confirm: 'Retry',
  };
  const discard = {
    title: `Discard: ${name}?`,
    text: 'The delivery is not sent, and its queue continues with the next one. This cannot be undone.',
    confirm: 'Discard',
  };
  const buttons = [
    button(
      `discard-${id}`,
      'Discard',
      () => operate(context, `${path}/discard`, discard, 'The delivery is discarded.'),
      {
        class: 'danger',
      },
    ),
  ];
  if (status !== 'parked') return buttons;
  const again = () => operate(context, `${path}/retry`, retry, 'The delivery is tried again.');
  return [button(`retry-${id}`, 'Retry', again), ...buttons];
}

/**
 * @param {Context} context
 * @param {Readonly<Record<string, string>>} filter
 */
export function retryAllButton(context, filter) {
  const question = {
    title: 'Retry all parked deliveries of this list?',
    text: 'Also those that are not shown here. Each goes back to its place in its queue. Fix the cause first.',
    confirm: 'Retry all',
  };
  const work = () => operate(context, '/admin/deliveries/retry', question, 'The deliveries are tried again.', filter);
  return button('retry-all', 'Retry all of this list', work);
}
