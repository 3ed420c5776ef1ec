/** @import { Entry } from '../src/wire.ts' */
import { deliveryWords, operationWords, reasonWords } from './words.js';

/**
 * A sentence of the story of a conversation.
 *
 * @typedef {object} Sentence
 * @property {string} at when, ISO 8601
 * @property {string} who who did or said it
 * @property {string} text what happened, or the text of a message
 * @property {'message' | 'event' | 'trouble' | 'technical'} kind `technical`: worked as expected
 * @property {string[]} [more] details, one line each
 */

/**
 * The timeline as sentences, oldest first. Consecutive failed attempts of one delivery are one sentence.
 *
 * @param {readonly Entry[]} entries oldest first
 * @returns {Sentence[]}
 */
export function storyOf(entries) {
  /** @type {Sentence[]} */
  const story = [];
  /** @type {{ deliveryId: unknown, times: number } | undefined} */
  let failing;
  for (const entry of entries) {
    const sentence = sentenceOf(entry);
    const isRetry = entry.kind === 'delivery' && entry.detail['result'] === 'retrying';
    if (isRetry && failing?.deliveryId === entry.detail['deliveryId']) {
      failing = { deliveryId: failing?.deliveryId, times: (failing?.times ?? 1) + 1 };
      story.pop();
      story.push({ ...sentence, text: `${nameOf(entry)} failed ${failing.times} times and will be retried` });
      continue;
    }
    failing = isRetry ? { deliveryId: entry.detail['deliveryId'], times: 1 } : undefined;
    story.push(sentence);
  }
  return story;
}

/** @type {Readonly<Record<string, (entry: Entry) => Omit<Sentence, 'at'>>>} */
const TELLERS = {
  message: messageSentence,
  state: stateSentence,
  delivery: deliverySentence,
  operator: operatorSentence,
  profile: profileSentence,
  'engage-event': engageSentence,
};

/**
 * @param {Entry} entry
 * @returns {Sentence}
 */
function sentenceOf(entry) {
  const tell = TELLERS[entry.kind];
  const received = tell?.(entry) ?? { who: 'Service', text: entry.kind, kind: /** @type {const} */ ('technical') };
  return { at: entry.at, ...received };
}

/** @type {Readonly<Record<string, string>>} */
const AUTHORS = { user: 'Customer', bot: 'Bot', agent: 'Agent', system: 'Service' };

/**
 * @param {Entry} entry
 * @returns {Omit<Sentence, 'at'>}
 */
function messageSentence({ detail, message }) {
  if (!message) return { who: 'Service', text: 'A message that was erased', kind: 'message' };
  const { author, authorName, text } = message;
  const role = AUTHORS[author] ?? author;
  const more = [...contentsOf(message), ...(FORWARDINGS.get(detail['forwarding']) ?? [])];
  return { who: authorName ? `${role} ${authorName}` : role, text, kind: 'message', more };
}

/** @type {ReadonlyMap<unknown, string[]>} */
const FORWARDINGS = new Map([
  ['muted', ['Not sent: an agent had the conversation.']],
  ['unsent', ['Kept for the handover; Engage does not have it yet.']],
]);

/** @param {NonNullable<Entry['message']>} message */
function contentsOf({ attachments, content }) {
  const files = attachments.map(({ filename, type }) => `File: ${filename ?? type ?? 'without a name'}`);
  return content && content.choices.length > 0 ? [...files, `Choices: ${content.choices.join(' · ')}`] : files;
}

/** What a state means for the customer. @type {Readonly<Record<string, string>>} */
const NOW = {
  bot: 'The conversation is now with the bot.',
  queue: 'The customer now waits for an agent.',
  active: 'The conversation is now with the agent.',
};

/**
 * @param {Entry} entry
 * @returns {Omit<Sentence, 'at'>}
 */
function stateSentence({ detail }) {
  const why = textIn(detail, 'why');
  const to = textIn(detail, 'to');
  const isTrouble = ['failure', 'no-pickup', 'max-duration'].includes(why);
  return { who: 'Service', text: `${reasonWords(why)}. ${NOW[to] ?? to}`, kind: isTrouble ? 'trouble' : 'event' };
}

/** The result of an attempt. @type {Readonly<Record<string, { words: string, kind: Sentence['kind'] }>>} */
const RESULTS = {
  delivered: { words: 'delivered', kind: 'technical' },
  superseded: { words: 'no longer needed', kind: 'technical' },
  waiting: { words: 'waits', kind: 'trouble' },
  retrying: { words: 'failed and will be retried', kind: 'trouble' },
  parked: { words: 'parked: it needs an operator', kind: 'trouble' },
  replayed: { words: 'is tried again', kind: 'event' },
  discarded: { words: 'discarded', kind: 'event' },
};

/**
 * @param {Entry} entry
 * @returns {Omit<Sentence, 'at'>}
 */
function deliverySentence(entry) {
  const { detail } = entry;
  const result = textIn(detail, 'result');
  const { words, kind } = RESULTS[result] ?? { words: result, kind: 'technical' };
  const error = /** @type {{ code?: string, message?: string } | undefined} */ (detail['error']);
  const by = textIn(detail, 'by');
  const more = [...(error ? [`${error.message ?? ''} (${error.code ?? 'no code'})`] : []), ...reasonIn(detail)];
  return { who: by ? `Operator ${by}` : 'Service', text: `${nameOf(entry)} ${words}`, kind, more };
}

/** @param {Entry} entry of a delivery */
function nameOf({ detail }) {
  return deliveryWords(textIn(detail, 'kind'));
}

/**
 * @param {Entry} entry
 * @returns {Omit<Sentence, 'at'>}
 */
function operatorSentence({ detail }) {
  const text = operationWords(textIn(detail, 'action'));
  return { who: `Operator ${textIn(detail, 'by')}`, text, kind: 'event', more: reasonIn(detail) };
}

/**
 * @param {Entry} entry
 * @returns {Omit<Sentence, 'at'>}
 */
function profileSentence({ detail }) {
  if ('userId' in detail)
    return {
      who: 'Customer',
      text: `is now user ${textIn(detail, 'userId')}, before ${textIn(detail, 'before')}`,
      kind: 'event',
    };
  const lost = /** @type {{ path: string, reason: string }[]} */ (detail['dropped'] ?? []);
  const more = lost.map(({ path, reason }) => `Left out ${path}: ${reason}`);
  return { who: 'Bot', text: "gave the customer's profile", kind: lost.length > 0 ? 'event' : 'technical', more };
}

/**
 * @param {Entry} entry
 * @returns {Omit<Sentence, 'at'>}
 */
function engageSentence({ detail }) {
  return {
    who: 'Engage',
    text: `sent ${textIn(detail, 'type')}, which had no effect`,
    kind: 'technical',
    more: reasonIn(detail),
  };
}

/** @param {Entry['detail']} detail */
function reasonIn(detail) {
  const reason = textIn(detail, 'reason');
  return reason === '' ? [] : [`Reason: ${reason}`];
}

/**
 * @param {Entry['detail']} detail
 * @param {string} name
 */
function textIn(detail, name) {
  const value = detail[name];
  return typeof value === 'string' ? value : '';
}
