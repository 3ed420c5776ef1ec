/** @import { ListedConversation } from '../src/wire.ts' */
import { element } from '../../web/page/dom.js';
import { moment } from '../../web/page/moment.js';
import { badge, since } from './view.js';
import { deliveryWords, STATES, troubleWords } from './words.js';

/**
 * A conversation in a list; its problems come first.
 *
 * @param {ListedConversation} conversation
 */
export function conversationItem({ id, sessionId, userId, tenant, state, updatedAt, trouble }) {
  const link = element('a', { id: `conversation-${id}`, href: `/console/conversations/${id}` }, sessionId);
  const error = trouble?.lastError;
  return element(
    'li',
    { class: 'card', 'data-trouble': trouble?.types.join(' ') ?? '' },
    element('h3', {}, link),
    trouble && element('p', {}, ...troubleWords(trouble).map((words) => badge(words, 'bad')), since(trouble.since)),
    error &&
      element(
        'p',
        { class: 'error' },
        `${deliveryWords(error.kind)}: ${error.message} `,
        element('code', {}, error.code),
      ),
    element(
      'p',
      { class: 'facts' },
      `${tenant} · user ${userId} · ${STATES[state]} · last activity `,
      moment(updatedAt),
    ),
  );
}
