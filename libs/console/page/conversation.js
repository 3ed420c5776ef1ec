/** @import { Conversation, Delivery } from '../src/wire.ts' */
/** @import { Context, View } from './view.js' */
import { element } from '../../web/page/dom.js';
import { moment } from '../../web/page/moment.js';
import { deliveryItem } from './delivery-item.js';
import { GrowingList } from './more.js';
import { conversationButtons } from './operations.js';
import { storyOf } from './story.js';
import { badge, mayOperate, since } from './view.js';
import { reasonWords, STATES, troubleWords } from './words.js';

/**
 * One conversation: what is wrong, what can be done, and its story.
 *
 * @param {Context} context
 * @param {string} id
 * @returns {View}
 */
export function conversation(context, id) {
  const { api } = context;
  /** @type {Conversation | undefined} */
  let known;
  const lists = ['parked', 'pending'].map((status) => {
    /** @type {GrowingList<Delivery>} */
    const list = new GrowingList(api, `/admin/deliveries?conversationId=${id}&status=${status}&limit=50`);
    return list;
  });
  const everything = element('input', { type: 'checkbox', id: 'everything' });
  everything.addEventListener('change', () => document.body.classList.toggle('everything', everything.checked));
  document.body.classList.remove('everything');
  return {
    title: 'Conversation',
    frame: [element('p', {}, element('a', { href: '/console/conversations' }, 'All conversations'))],
    load: async (isForced) => {
      /** @type {Promise<{ body: Conversation, isNews: boolean }>} */
      const call = api.get(`/admin/conversations/${id}`);
      const [{ body, isNews }, ...news] = await Promise.all([call, ...lists.map((list) => list.load(isForced))]);
      known = body;
      return isNews || news.includes(true);
    },
    show: () => {
      if (!known) return [];
      const open = lists
        .flatMap(({ items }) => items)
        .filter(({ status, lastError }) => status === 'parked' || lastError);
      return [...head(context, known), ...openSection(context, open), ...timeline(known, everything)];
    },
  };
}

/**
 * @param {Context} context
 * @param {Conversation} conversation
 */
function head(context, conversation) {
  const { sessionId, tenant, userId, state, trouble, handover, engageThreadId, createdAt, id } = conversation;
  return [
    element('h1', {}, `Session ${sessionId}`),
    element(
      'p',
      {},
      badge(STATES[state], state === 'bot' ? 'quiet' : 'good'),
      ...(trouble ? [...troubleWords(trouble).map((words) => badge(words, 'bad')), since(trouble.since)] : []),
    ),
    element(
      'dl',
      { class: 'card facts' },
      fact('Tenant', tenant),
      fact('User', userId),
      fact('Handover', handover ? handoverWords(handover) : 'None so far'),
      fact('Engage thread', engageThreadId ?? 'Not known yet'),
      fact('Began', moment(createdAt)),
      fact('Conversation id', element('code', {}, id)),
    ),
    mayOperate(context.me) && element('p', { class: 'buttons' }, ...conversationButtons(context, conversation)),
  ];
}

/**
 * @param {string} name
 * @param {string | Node} value
 */
function fact(name, value) {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value));
}

/** @param {NonNullable<Conversation['handover']>} handover */
function handoverWords({ status, startedAt, endedAt, agentName, position, endCause, error }) {
  const words = { queue: 'waits for an agent', active: `with ${agentName ?? 'an agent'}`, completed: 'completed' };
  /** @type {Readonly<Record<string, string>>} */
  const known = { ...words, cancelled: 'cancelled', error: 'failed' };
  const place = position === null || status !== 'queue' ? '' : `, position ${position}`;
  const cause = endCause === null ? '' : ` · ${reasonWords(endCause)}`;
  return element(
    'span',
    {},
    `${known[status] ?? status}${place}${cause} · started `,
    moment(startedAt),
    endedAt && ' · ended ',
    endedAt && moment(endedAt),
    error && ` · ${error.message}`,
  );
}

/**
 * @param {Context} context
 * @param {readonly Delivery[]} open
 */
function openSection(context, open) {
  if (open.length === 0) return [];
  const items = open.map((delivery) => deliveryItem(context, delivery, { links: false }));
  return [element('h2', {}, 'Not delivered'), element('ul', { class: 'cards' }, ...items)];
}

/**
 * @param {Conversation} conversation
 * @param {HTMLInputElement} everything
 */
function timeline({ timeline: entries }, everything) {
  const story = storyOf(entries);
  const items = story.map(({ at, who, text, kind, more = [] }) =>
    element(
      'li',
      { 'data-kind': kind },
      moment(at),
      element(
        'div',
        {},
        element('strong', {}, who),
        element('p', { class: 'said' }, text),
        ...more.map((line) => element('p', { class: 'facts' }, line)),
      ),
    ),
  );
  const switches = element(
    'p',
    { class: 'choice' },
    everything,
    element('label', { for: 'everything' }, 'Also show successful entries'),
  );
  const empty = element('p', { class: 'fine' }, 'Nothing has happened yet.');
  return [
    element('h2', {}, 'What happened'),
    switches,
    items.length > 0 ? element('ol', { class: 'story' }, ...items) : empty,
  ];
}
