/** @import { Caller } from '../src/wire.ts' */
/** @import { Context, View } from './view.js' */
import { forgetKey, keptKey, signIn } from '../../web/page/admin-key.js';
import { Problem } from '../../web/page/call.js';
import { element, found, present } from '../../web/page/dom.js';
import { Api } from './api.js';
import { conversation } from './conversation.js';
import { conversations } from './conversations.js';
import { deliveries } from './deliveries.js';
import { Live } from './live.js';
import { overview } from './overview.js';
import { redraw } from './redraw.js';

const SAID_MS = 6_000;
const MINUTE_MS = 60_000;
const SIGN_IN = { title: 'Console', submit: 'Open the console' };
const main = found('main');
const status = found('status');

/** @type {readonly [RegExp, (context: Context, id: string) => View][]} */
const VIEWS = [
  [/^\/console\/conversations\/([0-9a-f-]{36})\/?$/, conversation],
  [/^\/console\/conversations\/?$/, conversations],
  [/^\/console\/deliveries\/?$/, deliveries],
  [/^\/console\/?$/, overview],
];

/** @type {{ api: Api, me: Caller } | undefined} */
let session;
/** @type {Live | undefined} */
let live;

/** @param {string} key */
async function enter(key) {
  const api = new Api(key);
  try {
    /** @type {{ body: Caller }} */
    const { body: me } = await api.get('/admin/me');
    session = { api, me };
    found('nav').hidden = false;
    found('caller').hidden = false;
    found('caller').querySelector('span')?.replaceChildren(`${me.name} (${me.role})`);
    await open();
  } catch (error) {
    leave(error instanceof Problem && error.status === 401 ? 'This is not a valid admin key.' : wordsOf(error));
  }
}

/** @param {string} fault why */
function leave(fault) {
  forgetKey();
  live?.stop();
  session = undefined;
  found('nav').hidden = true;
  found('caller').hidden = true;
  main.replaceChildren(signIn(SIGN_IN, fault, enter));
}

/** Shows the view of the page's address. */
async function open() {
  if (!session) return;
  live?.stop();
  const shown = new Shown(session);
  document.title = `${shown.title} – Engage Handover`;
  markCurrent();
  main.replaceChildren(...shown.nodes);
  const mine = new Live(() => shown.load(false));
  live = mine;
  await shown.load(true);
  mine.start();
}

/** A view on the page: loaded regularly, drawn when there is news, and once a minute because durations grow. */
class Shown {
  #place = element('div', { id: 'shown' });
  #fault = element('p', { class: 'fault', role: 'alert' });
  #drawnAt = 0;
  #view;

  /** @param {{ api: Api, me: Caller }} who */
  constructor(who) {
    const context = { ...who, say, refresh: () => this.load(true), redraw: () => this.#draw() };
    this.#view = viewAt(location.pathname, context);
  }

  get title() {
    return this.#view.title;
  }

  get nodes() {
    return present([...this.#view.frame, this.#fault, this.#place]);
  }

  /**
   * @param {boolean} isForced
   * @returns {Promise<boolean>} whether it worked
   */
  async load(isForced) {
    try {
      const isNews = await this.#view.load(isForced);
      if (!this.#place.isConnected) return false;
      this.#fault.textContent = '';
      if (isForced || isNews || Date.now() - this.#drawnAt > MINUTE_MS) this.#draw();
      return true;
    } catch (error) {
      if (!this.#place.isConnected) return false;
      if (error instanceof Problem && error.status === 401) leave('The key is no longer valid.');
      else this.#fault.textContent = wordsOf(error);
      return false;
    }
  }

  #draw() {
    this.#drawnAt = Date.now();
    redraw(this.#place, this.#view.show());
  }
}

/**
 * @param {string} path
 * @param {Context} context
 */
function viewAt(path, context) {
  for (const [pattern, view] of VIEWS) {
    const [match, id = ''] = pattern.exec(path) ?? [];
    if (match !== undefined) return view(context, id);
  }
  return overview(context);
}

function markCurrent() {
  for (const link of found('nav').querySelectorAll('a')) {
    const isCurrent = link.pathname === location.pathname;
    if (isCurrent) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** @param {string} text */
function say(text) {
  status.textContent = text;
  setTimeout(() => {
    if (status.textContent === text) status.textContent = '';
  }, SAID_MS);
}

/** @param {unknown} error */
function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Goes to another view without reloading the page, which would lose the key.
 *
 * @param {string} address
 */
async function go(address) {
  history.pushState(null, '', address);
  await open();
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

/** @param {MouseEvent} event */
function followed(event) {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || !session || !staysHere(link) || !isPlain(event)) return;
  event.preventDefault();
  void go(link.href);
}

/** @param {HTMLAnchorElement} link */
function staysHere({ origin, pathname, hash }) {
  return origin === location.origin && pathname.startsWith('/console') && hash === '';
}

/** Whether the link should open here, not in another tab. @param {MouseEvent} event */
function isPlain({ button, ctrlKey, metaKey, shiftKey }) {
  return button === 0 && !ctrlKey && !metaKey && !shiftKey;
}

document.addEventListener('click', followed);
document.addEventListener('go', (event) => void go(/** @type {CustomEvent<string>} */ (event).detail));
addEventListener('popstate', () => void open());
found('sign-out').addEventListener('click', () => leave(''));

const key = keptKey();
if (key === '') leave('');
else void enter(key);
