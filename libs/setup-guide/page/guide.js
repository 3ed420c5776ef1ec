/*
 * Shows the setup guide of a tenant with an admin key. The key stays in this page's memory, and in the tab's session
 * storage only if the reader ticks "keep".
 */
import { forgetKey, keptKey, signIn } from '../../web/page/admin-key.js';
import { call, jsonOf, Problem } from '../../web/page/call.js';
import { element } from '../../web/page/dom.js';
import { elements, guide, wordsOf } from './place.js';
import { showGuide } from './shown-guide.js';

/**
 * What the parts of the page receive.
 *
 * @typedef {object} Session
 * @property {(method: string, path: string, options?: { body?: unknown, accept?: string }) => Promise<Response>} call throws a Problem
 * @property {() => Promise<void>} reload shows the guide again after a change
 */

/** @typedef {{ slug: string, name: string, readiness: { complete: boolean } }} Tenant */

let key = keptKey();
let slug = slugIn(location.pathname);

/** @type {Session} */
const session = {
  call: (method, path, { body, accept = 'application/json' } = {}) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = { accept, ...(body === undefined ? {} : { 'content-type': type }) };
    return call(key, path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  },
  reload: () => showGuide(slug, session),
};

/** @param {string} path */
function slugIn(path) {
  const [, found = ''] =
    /^\/setup\/([a-z0-9-]+)\/?$/.exec(path) ?? /^\/admin\/tenants\/([a-z0-9-]+)\/setup\/?$/.exec(path) ?? [];
  return found;
}

/** @param {string} fault why the previous key was rejected */
function askForKey(fault) {
  const title = slug ? `Setup guide of ${slug}` : 'Setup guide';
  const form = signIn({ title, submit: 'Open the guide' }, fault, (given) => {
    key = given;
    void open();
  });
  guide.replaceChildren(form);
}

async function open() {
  try {
    await (slug ? session.reload() : showTenants(''));
  } catch (error) {
    const status = error instanceof Problem ? error.status : undefined;
    if (status === 401) {
      forgetKey();
      askForKey('This is not a valid admin key.');
    } else if (status === 404) {
      slug = '';
      history.replaceState(null, '', '/setup');
      await showTenants(wordsOf(error)).catch((/** @type {unknown} */ failure) => askForKey(wordsOf(failure)));
    } else askForKey(wordsOf(error));
  }
}

/** @param {string} fault why the requested guide is not shown */
async function showTenants(fault) {
  /** @type {{ items: Tenant[] }} */
  const { items } = await jsonOf(await session.call('GET', '/admin/tenants?limit=200'));
  const empty = element('p', {}, 'There is no tenant yet. Create one with POST /admin/tenants.');
  guide.replaceChildren(
    element('h1', {}, 'Choose a tenant'),
    element('p', { class: 'fault', role: 'alert' }, fault),
    items.length > 0 ? element('ul', { class: 'tenants' }, ...items.map(tenantItem)) : empty,
  );
}

/** @param {Tenant} tenant */
function tenantItem(tenant) {
  const link = element('a', { href: `/setup/${tenant.slug}` }, `${tenant.name} (${tenant.slug})`);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    slug = tenant.slug;
    history.pushState(null, '', link.href);
    void open();
  });
  return element('li', {}, link, tenant.readiness.complete ? ' – complete' : ' – settings are missing');
}

addEventListener('popstate', () => {
  slug = slugIn(location.pathname);
  if (key) void open();
});
addEventListener('beforeprint', () => {
  for (const details of elements('.step > details, .by-api')) details.setAttribute('open', '');
});

if (key) void open();
else askForKey('');
