/** @import { ListedConversation } from '../src/wire.ts' */
/** @import { Context, View } from './view.js' */
import { element } from '../../web/page/dom.js';
import { choiceField, filterForm, queried, queryOf, tenantField, textField } from './fields.js';
import { GrowingList } from './more.js';
import { conversationItem } from './troubled.js';
import { STATES } from './words.js';

/**
 * Search and list of conversations.
 *
 * @param {Context} context
 * @returns {View}
 */
export function conversations({ api, redraw }) {
  const query = queryOf({
    limit: '50',
    q: queried('q'),
    tenant: queried('tenant'),
    state: queried('state'),
    trouble: queried('trouble'),
  });
  /** @type {GrowingList<ListedConversation>} */
  const list = new GrowingList(api, `/admin/conversations?${query}`);
  return {
    title: 'Conversations',
    frame: [
      element('h1', {}, 'Conversations'),
      filterForm('Conversations', [
        textField('q', 'Search by id', {
          type: 'search',
          maxlength: '256',
          'aria-describedby': 'hint-q',
        }),
        tenantField(api),
        choiceField('state', 'State', { '': 'Any', ...STATES }),
        choiceField('trouble', 'Trouble', { '': 'All', true: 'Only those that need an operator' }),
      ]),
      element(
        'p',
        { id: 'hint-q', class: 'facts' },
        'The beginning of a session or user id, or the complete id of a conversation, a message or an Engage thread. Texts are not searched.',
      ),
    ],
    load: (isForced) => list.load(isForced),
    show: () => [
      element('h2', { class: 'unseen' }, 'Results'),
      list.items.length > 0
        ? element('ul', { class: 'cards' }, ...list.items.map(conversationItem))
        : element('p', { class: 'fine' }, 'No conversation matches.'),
      list.moreButton(redraw),
    ],
  };
}
