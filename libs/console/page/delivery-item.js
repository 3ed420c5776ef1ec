/** @import { Delivery } from '../src/wire.ts' */
/** @import { Context } from './view.js' */
import { element } from '../../web/page/dom.js';
import { deliveryButtons } from './operations.js';
import { badge, mayOperate, since } from './view.js';
import { counted, deliveryWords } from './words.js';

/** @type {Readonly<Record<Delivery['status'], { words: string, tone: 'bad' | 'caution' | 'good' | 'quiet' }>>} */
const STATUSES = {
  parked: { words: 'Parked', tone: 'bad' },
  pending: { words: 'Pending', tone: 'caution' },
  delivered: { words: 'Delivered', tone: 'good' },
  superseded: { words: 'No longer needed', tone: 'quiet' },
  discarded: { words: 'Discarded', tone: 'quiet' },
};

/**
 * A delivery with what an operator can do about it.
 *
 * @param {Context} context
 * @param {Delivery} delivery
 * @param {{ links: boolean }} options whether to link the conversation
 */
export function deliveryItem(context, delivery, { links }) {
  const { id, kind, status, attempts, lastError, createdAt, conversationId, tenant } = delivery;
  const { words, tone } = STATUSES[status];
  const isOpen = status === 'parked' || status === 'pending';
  const link = element('a', { id: `of-${id}`, href: `/console/conversations/${conversationId}` }, 'Conversation');
  return element(
    'li',
    { class: 'card', 'data-delivery': status },
    element('h3', {}, deliveryWords(kind)),
    element('p', {}, badge(words, tone), since(createdAt)),
    lastError && element('p', { class: 'error' }, `${lastError.message} `, element('code', {}, lastError.code)),
    element('p', { class: 'facts' }, `${tenant} · ${counted(attempts, 'failed try')} · `, element('code', {}, id)),
    element(
      'p',
      { class: 'buttons' },
      ...(isOpen && mayOperate(context.me) ? deliveryButtons(context, delivery) : []),
      links && link,
    ),
  );
}
