/** @import { ListedConversation, OutagePage, Tenant } from '../src/wire.ts' */
/** @import { Context, View } from './view.js' */
import { element } from '../../web/page/dom.js';
import { moment } from '../../web/page/moment.js';
import { GrowingList } from './more.js';
import { conversationItem } from './troubled.js';
import { badge, since } from './view.js';
import { counted, HEALTH, serviceWords } from './words.js';

const ORDER = ['fail', 'warn', 'unknown', 'pass'];
/** @type {Readonly<Record<string, 'bad' | 'caution' | 'good' | 'quiet'>>} */
const TONES = { fail: 'bad', warn: 'caution', pass: 'good', unknown: 'quiet' };

/**
 * What needs an operator now, and the health of the tenants.
 *
 * @param {Context} context
 * @returns {View}
 */
export function overview({ api, redraw }) {
  /** @type {GrowingList<ListedConversation>} */
  const troubled = new GrowingList(api, '/admin/conversations?trouble=true&limit=50');
  /** @type {GrowingList<OutagePage['items'][number]>} */
  const outages = new GrowingList(api, '/admin/outages?limit=50');
  /** @type {GrowingList<Tenant>} */
  const tenants = new GrowingList(api, '/admin/tenants?limit=200');
  return {
    title: 'Overview',
    frame: [element('h1', {}, 'Overview')],
    load: async (isForced) => {
      const news = await Promise.all([troubled.load(isForced), outages.load(isForced), tenants.load(isForced)]);
      return news.includes(true);
    },
    show: () => [
      ...troubleSection(troubled, redraw),
      ...outageSection(outages.items),
      element('h2', {}, 'Tenants'),
      tenants.items.length > 0 ? tenantList(tenants.items) : noTenants(),
      tenants.moreButton(redraw),
    ],
  };
}

/**
 * @param {GrowingList<ListedConversation>} troubled
 * @param {Context['redraw']} redraw
 */
function troubleSection(troubled, redraw) {
  const { items } = troubled;
  const more = troubled.moreButton(redraw);
  const title = element('h2', {}, 'Conversations that need you');
  if (items.length === 0) return [title, element('p', { class: 'fine' }, 'No conversation needs an operator.')];
  const count = element('p', { class: 'facts' }, `${counted(items.length, 'conversation')}${more ? ', and more' : ''}`);
  return [title, count, element('ul', { class: 'cards' }, ...items.map(conversationItem)), more];
}

/** @param {OutagePage['items']} outages */
function outageSection(outages) {
  if (outages.length === 0) return [];
  const items = outages.map(({ tenant, service, host, waiting, since: at }) =>
    element(
      'li',
      { class: 'card' },
      element(
        'h3',
        {},
        service === 'tenant' ? `${tenant} is disabled` : `${serviceWords(service)} of ${tenant} is not available`,
      ),
      element('p', { class: 'facts' }, host && `${host} · `, `${counted(waiting, 'queue')} waiting · `, since(at)),
    ),
  );
  const text = 'Deliveries to these services wait and continue by themselves when the service is back.';
  return [
    element('h2', {}, 'Services that are not available'),
    element('p', {}, text),
    element('ul', { class: 'cards' }, ...items),
  ];
}

/** @param {readonly Tenant[]} tenants */
function tenantList(tenants) {
  const rank = (/** @type {Tenant} */ { health }) => ORDER.indexOf(health.status);
  const sorted = tenants.toSorted((one, other) => rank(one) - rank(other));
  return element('ul', { class: 'cards' }, ...sorted.map(tenantItem));
}

/**
 * A time next to "not checked yet" would contradict it.
 *
 * @param {Tenant['health']} health
 */
function checkedAt({ status, checkedAt: at }) {
  return status !== 'unknown' && at && element('span', { class: 'since' }, 'checked ', moment(at));
}

/** @param {Tenant} tenant */
function tenantItem(tenant) {
  const { slug, name, enabled, handover, health, readiness } = tenant;
  const problems = health.problems.map(({ title, status, detail, fix }) =>
    element('li', {}, badge(status, TONES[status] ?? 'quiet'), ` ${title}: ${detail}`, fix && ` ${fix}`),
  );
  const missing = readiness.missing.length > 0 && `Settings are missing: ${readiness.missing.join(', ')}.`;
  return element(
    'li',
    { class: 'card', 'data-tenant': slug },
    element('h3', {}, `${name} (${slug})`),
    element(
      'p',
      {},
      badge(HEALTH[health.status], TONES[health.status] ?? 'quiet'),
      !enabled && badge('Disabled', 'caution'),
      enabled && !handover.enabled && badge('New handovers paused', 'caution'),
      missing && badge('Incomplete', 'caution'),
      checkedAt(health),
    ),
    missing && element('p', { class: 'error' }, missing),
    problems.length > 0 &&
      element(
        'details',
        { id: `problems-${slug}` },
        element('summary', {}, counted(problems.length, 'problem')),
        element('ul', { class: 'problems' }, ...problems),
      ),
    element(
      'p',
      { class: 'links' },
      element('a', { id: `list-${slug}`, href: `/console/conversations?tenant=${slug}` }, 'Conversations'),
      element('a', { id: `guide-${slug}`, href: `/setup/${slug}` }, 'Setup guide and checks'),
    ),
  );
}

function noTenants() {
  return element(
    'p',
    {},
    'There is no tenant yet. Create one with POST /admin/tenants in the ',
    element('a', { href: '/docs' }, 'API'),
    '.',
  );
}
