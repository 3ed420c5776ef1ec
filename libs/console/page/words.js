/** @import { ListedConversation, Tenant } from '../src/wire.ts' */

/** What is delivered, by its kind. */
const DELIVERIES = new Map([
  ['engage.message', 'Message to Engage'],
  ['engage.reply', 'Answer of the bot to the customer'],
  ['engage.identity', 'Profile to Engage'],
  ['engage.start', 'Start of the handover in Engage'],
  ['engage.note', 'Note for the agents'],
  ['engage.prepare', "Release of the bot's case in Engage"],
  ['engage.check', 'Question to Engage about a task'],
  ['engage.return', 'Return of the conversation from the agents'],
  ['engage.typing', 'Typing signal to Engage'],
  ['engage.read', 'Read receipt to Engage'],
  ['bot.event', 'Event to the bot'],
]);

/** @param {string} kind as the API names it, e.g. `bot.event` */
export function deliveryWords(kind) {
  return DELIVERIES.get(kind) ?? `Delivery ${kind}`;
}

/** @type {Readonly<Record<ListedConversation['state'], string>>} */
export const STATES = { bot: 'The bot answers', queue: 'Waits for an agent', active: 'An agent answers' };

/** Why a handover began or ended, as a sentence after "The conversation …". */
const REASONS = new Map([
  ['started', 'A handover was requested'],
  ['agent joined', 'An agent joined'],
  ['agent wrote', 'The agent wrote for the first time'],
  ['agent', 'The agent closed the case in Engage'],
  ['reconciliation', 'Engage says that the case is closed'],
  ['bot-close', 'The bot closed the handover'],
  ['bot-cancel', 'The bot cancelled the handover'],
  ['operator-close', 'An operator closed the conversation'],
  ['operator-resume', 'An operator returned it to the bot'],
  ['inactivity', 'The customer was silent for too long'],
  ['no-pickup', 'No agent joined in time'],
  ['max-duration', 'The handover reached its maximum duration'],
  ['failure', 'The handover could not be started in Engage'],
]);

/** @param {string} why as the timeline names it */
export function reasonWords(why) {
  return REASONS.get(why) ?? why;
}

/** @type {Readonly<Record<string, string>>} */
const OPERATIONS = {
  resume: 'returned the conversation to the bot',
  close: 'closed the conversation on both sides',
  handover: 'handed the conversation over to the agents',
};

/** @param {string} action */
export function operationWords(action) {
  return OPERATIONS[action] ?? action;
}

/**
 * @param {number} milliseconds
 * @returns {string} such as `3 min` or `2 h 5 min`
 */
export function durationWords(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/**
 * @param {number} count
 * @param {string} noun in the singular
 */
export function counted(count, noun) {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}

/**
 * What is wrong with a conversation, one text each.
 *
 * @param {NonNullable<ListedConversation['trouble']>} trouble
 */
export function troubleWords({ types, parked }) {
  const words = {
    parked: `${counted(parked, 'delivery')} parked`,
    overdue: 'Nothing delivered for 15 minutes',
    waiting: 'No agent has joined for 15 minutes',
  };
  return types.map((type) => words[type]);
}

/** @type {Readonly<Record<Tenant['health']['status'], string>>} */
export const HEALTH = { fail: 'Broken', warn: 'Warning', pass: 'Healthy', unknown: 'Not checked yet' };

/** @type {Readonly<Record<string, string>>} */
const SERVICES = { 'engage-rest': 'Engage (REST API)', 'engage-send-api': 'Engage (Send API)', bot: 'Bot' };

/** @param {string} service as the API names it */
export function serviceWords(service) {
  return SERVICES[service] ?? service;
}
