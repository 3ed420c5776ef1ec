/** @import { Delivery } from '../src/wire.ts' */
/** @import { Context, View } from './view.js' */
import { element } from '../../web/page/dom.js';
import { deliveryItem } from './delivery-item.js';
import { choiceField, filterForm, queried, queryOf, tenantField, textField } from './fields.js';
import { GrowingList } from './more.js';
import { retryAllButton } from './operations.js';
import { mayOperate } from './view.js';

const STATUSES = {
  parked: 'Parked: they need an operator',
  pending: 'Pending',
  delivered: 'Delivered',
  superseded: 'No longer needed',
  discarded: 'Discarded',
};

/**
 * Deliveries of all conversations; by default the parked ones.
 *
 * @param {Context} context
 * @returns {View}
 */
export function deliveries(context) {
  const { api, redraw } = context;
  const selection = { tenant: queried('tenant'), kind: queried('kind'), code: queried('code') };
  const status = queried('status') || 'parked';
  const query = queryOf({ limit: '50', status, ...selection, olderThanMinutes: queried('olderThanMinutes') });
  /** @type {GrowingList<Delivery>} */
  const list = new GrowingList(api, `/admin/deliveries?${query}`);
  const given = Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== ''));
  const retriesAll = status === 'parked' && queried('olderThanMinutes') === '' && mayOperate(context.me);
  return {
    title: 'Deliveries',
    frame: [
      element('h1', {}, 'Deliveries'),
      filterForm('Deliveries', [
        choiceField('status', 'Status', STATUSES, 'parked'),
        tenantField(api),
        textField('kind', 'Kind', { placeholder: 'bot.event' }),
        textField('code', 'Error code', { placeholder: 'bot.rejected' }),
        textField('olderThanMinutes', 'Older than (minutes)', { type: 'number', min: '1', max: '525600' }),
      ]),
    ],
    load: (isForced) => list.load(isForced),
    show: () => {
      if (list.items.length === 0) return [element('p', { class: 'fine' }, 'No delivery matches.')];
      return [
        retriesAll && element('p', { class: 'buttons' }, retryAllButton(context, given)),
        element('h2', { class: 'unseen' }, 'Results'),
        element('ul', { class: 'cards' }, ...list.items.map((one) => deliveryItem(context, one, { links: true }))),
        list.moreButton(redraw),
      ];
    },
  };
}
