/*
 * Shows the setup guide of a tenant with an admin key. The key stays in this page's memory; only who ticks "keep" has it in the tab's
 * session storage as well.
 */
const KEPT = 'engage-handover.admin-key';
const guide = document.getElementById('guide');
const status = document.getElementById('status');

let key = sessionStorage.getItem(KEPT) ?? '';
let slug = slugIn(location.pathname);

function slugIn(path) {
  const [, found = ''] =
    /^\/setup\/([a-z0-9-]+)\/?$/.exec(path) ?? /^\/admin\/tenants\/([a-z0-9-]+)\/setup\/?$/.exec(path) ?? [];
  return found;
}

/** The guide's elements that match. @type {(selector: string) => NodeListOf<HTMLElement>} */
const elements = (selector) => guide.querySelectorAll(selector);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/**
 * Calls this service with the key. Throws an Error with the problem's words, and its status and faults.
 *
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, accept?: string }} options
 */
async function call(method, path, { body, accept = 'application/json' } = {}) {
  const response = await fetch(path, {
    method,
    cache: 'no-store',
    headers: {
      accept,
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => undefined);
  if (!response) throw new Error('This service cannot be reached. Check the network and try again.');
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail ?? `The call failed with status ${response.status}.`), {
    status: response.status,
    faults: problem.errors ?? [],
  });
}

const say = (text) => void (status.textContent = text);

/* Who calls */

function askForKey(fault = '') {
  const input = element('input', {
    id: 'key',
    type: 'password',
    autocomplete: 'off',
    required: '',
    spellcheck: 'false',
  });
  const keep = element('input', { id: 'keep', type: 'checkbox' });
  const form = element(
    'form',
    { class: 'sign-in' },
    element('h1', {}, slug ? `Setup guide of ${slug}` : 'Setup guide'),
    element('p', {}, 'Paste your admin key. It stays in this page and is sent to this service only.'),
    element('label', { for: 'key' }, 'Admin key'),
    input,
    element(
      'p',
      { class: 'choice' },
      keep,
      element('label', { for: 'keep' }, 'Keep it in this tab until I close the tab'),
    ),
    element('p', { class: 'fault', role: 'alert' }, fault),
    element('button', { type: 'submit' }, 'Open the guide'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    key = input.value.trim();
    sessionStorage.removeItem(KEPT);
    if (keep.checked) sessionStorage.setItem(KEPT, key);
    void open();
  });
  guide.replaceChildren(form);
  input.focus();
}

async function open() {
  try {
    await (slug ? showGuide() : showTenants());
  } catch (error) {
    if (error.status === 401) {
      sessionStorage.removeItem(KEPT);
      askForKey('This is not a valid admin key.');
    } else if (error.status === 404) {
      slug = '';
      history.replaceState(null, '', '/setup');
      await showTenants(error.message).catch(fail);
    } else fail(error);
  }
}

function fail(error) {
  askForKey(error.message);
}

async function showTenants(fault = '') {
  const { items } = await (await call('GET', '/admin/tenants?limit=200')).json();
  const links = items.map((tenant) => {
    const link = element('a', { href: `/setup/${tenant.slug}` }, `${tenant.name} (${tenant.slug})`);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      slug = tenant.slug;
      history.pushState(null, '', link.href);
      void open();
    });
    return element('li', {}, link, tenant.readiness.complete ? ' – complete' : ' – settings are missing');
  });
  const empty = element('p', {}, 'There is no tenant yet. Create one with POST /admin/tenants.');
  guide.replaceChildren(
    element('h1', {}, 'Choose a tenant'),
    element('p', { class: 'fault', role: 'alert' }, fault),
    links.length > 0 ? element('ul', { class: 'tenants' }, ...links) : empty,
  );
}

/* The guide */

async function showGuide() {
  const answer = await call('GET', `/admin/tenants/${slug}/setup`, { accept: 'text/html' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const opened = openSteps();
  document.title = page.title;
  guide.replaceChildren(...document.adoptNode(page.getElementById('guide')).childNodes);
  for (const details of elements('[data-step] > details[open]')) details.dataset.toDo = '';
  for (const step of opened) guide.querySelector(`[data-step="${step}"] > details`)?.setAttribute('open', '');
  for (const button of guide.querySelectorAll('[data-copy]')) bind(button, 'click', () => copy(button));
  for (const choices of elements('.choices')) choices.hidden = false;
  for (const form of guide.querySelectorAll('[data-patch]')) bind(form, 'submit', () => alone(() => send(form)));
  for (const button of guide.querySelectorAll('[data-path]')) bind(button, 'click', () => alone(() => run(button)));
}

/** What the reader has opened stays open when the guide is loaded again; what was open because it was to do may close. */
function openSteps() {
  return [...guide.querySelectorAll('[data-step] > details[open]:not([data-to-do])')].map(
    (details) => details.parentElement.dataset.step,
  );
}

function bind(target, event, work) {
  target.hidden = false;
  target.addEventListener(event, (happened) => {
    happened.preventDefault();
    void work();
  });
}

/** One call at a time: each loads the guide again. Then the step that was worked on has the focus. */
async function alone(work) {
  if (guide.inert) return;
  guide.inert = true;
  try {
    await work();
  } finally {
    guide.inert = false;
  }
}

function focusOn(step) {
  queueMicrotask(() => elements(`[data-step="${step}"] summary`)[0]?.focus({ preventScroll: true }));
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  if (navigator.clipboard) await navigator.clipboard.writeText(source.textContent).catch(() => select(source));
  else select(source);
  button.textContent = 'Copied';
  say('Copied.');
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}

/** Without a secure origin browsers offer no clipboard to scripts but this. */
function select(source) {
  getSelection().selectAllChildren(source);
  document.execCommand('copy');
}

async function send(form) {
  const fault = form.querySelector('[role=alert]');
  const inputs = [...form.querySelectorAll('[data-setting]')];
  const given = inputs.filter(({ value }) => value.trim() !== '');
  for (const input of inputs) input.removeAttribute('aria-invalid');
  fault.hidden = true;
  if (given.length === 0) return show(fault, 'Fill in at least one field.');
  say('Sending …');
  try {
    await call('PATCH', form.dataset.patch, { body: given.reduce(withSetting, {}) });
    const step = form.closest('[data-step]').dataset.step;
    await showGuide();
    say('Stored.');
    focusOn(step);
  } catch (error) {
    const faults = error.faults ?? [];
    say('');
    for (const { pointer } of faults) markInvalid(inputs, pointer);
    show(
      fault,
      faults.length > 0
        ? faults.map((one) => `${labelOf(inputs, one.pointer)} ${one.detail}`).join('. ')
        : error.message,
    );
  }
}

function show(target, text) {
  target.textContent = text;
  target.hidden = false;
}

function withSetting(body, input) {
  const names = input.dataset.setting.split('.');
  const last = names.pop();
  let inner = body;
  for (const name of names) inner = inner[name] ??= {};
  inner[last] = valueOf(input);
  return body;
}

function valueOf(input) {
  const items = input.value.split(',').map((item) => item.trim());
  return 'list' in input.dataset ? items.filter(Boolean) : input.value.trim();
}

function inputAt(inputs, pointer) {
  return inputs.find((input) => pointer.startsWith(`/${input.dataset.setting.replaceAll('.', '/')}`));
}

function markInvalid(inputs, pointer) {
  inputAt(inputs, pointer)?.setAttribute('aria-invalid', 'true');
}

function labelOf(inputs, pointer) {
  const input = inputAt(inputs, pointer);
  return input ? `"${input.labels[0].textContent}"` : pointer;
}

/* Calls that the buttons make */

async function run(button) {
  const { method, path } = button.dataset;
  const step = button.closest('[data-step]').dataset.step;
  if (/rotate$/.test(path) && !confirm('The old secret stops working at once. Go on?')) return;
  say(`${button.textContent} …`);
  try {
    const options = { accept: 'download' in button.dataset ? '*/*' : 'application/json', body: choicesOf(button) };
    const answer = await finished(await call(method, path, options));
    if ('download' in button.dataset) await save(answer);
    const outcome = 'download' in button.dataset ? element('p', {}, 'Saved.') : outcomeOf(await answer.json());
    if (method === 'POST') await showGuide();
    report(step, outcome);
  } catch (error) {
    report(step, element('p', { class: 'fault' }, error.message));
  } finally {
    say('');
    focusOn(step);
  }
}

/** What the reader has chosen for the calls of the step, if anything. */
function choicesOf(button) {
  const inputs = [...button.closest('.body').querySelectorAll('[data-choice]')].filter(
    ({ value }) => value.trim() !== '',
  );
  if (inputs.length === 0) return undefined;
  return Object.fromEntries(inputs.map((input) => [input.dataset.choice, valueOf(input)]));
}

/** A long run is answered at once; its address tells how far it is. */
async function finished(answer) {
  const place = answer.headers.get('location');
  if (answer.status !== 202 || !place) return answer;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const now = await call('GET', place);
  const { status: state, progress, steps } = await now.clone().json();
  if (progress?.total) say(`${steps.length ? 'Steps done' : 'Agents read'}: ${progress.done} of ${progress.total} …`);
  return state === 'running' ? finished(new Response(null, { status: 202, headers: { location: place } })) : now;
}

function report(step, outcome) {
  const place = guide.querySelector(`[data-step="${step}"] .outcome`);
  place.closest('details').open = true;
  place.replaceChildren(outcome);
}

async function save(answer) {
  const [, filename = 'file'] = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  const link = element('a', { href: URL.createObjectURL(await answer.blob()), download: filename });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What is as it should be. */
const QUIET = ['pass', 'keep', 'skipped'];

/** What an answer says, for people: a secret that is shown once, or what was done or found; what is as it should be comes last. */
function outcomeOf(answer) {
  const secret = answer.key ?? answer.value;
  if (secret !== undefined) return secretShown(secret);
  const items = Array.isArray(answer) ? answer : (answer.steps ?? []);
  const isQuiet = (item) => QUIET.includes(stateOf(item));
  const quiet = items.filter(isQuiet);
  const rest = element(
    'details',
    {},
    element(
      'summary',
      {},
      quiet.length === items.length ? `All ${items.length} are as they should be.` : `${quiet.length} more`,
    ),
    results(quiet),
  );
  return element('div', {}, results(items.filter((item) => !isQuiet(item))), ...(quiet.length > 0 ? [rest] : []));
}

function stateOf(item) {
  return item.status ?? item.action ?? '';
}

function results(items) {
  return element('ul', { class: 'results' }, ...items.map(resultItem));
}

function resultItem(item) {
  const state = stateOf(item);
  const text = [item.title ?? item.id, item.detail, item.fix].filter(Boolean).join(' – ');
  return element('li', { 'data-result': state }, element('span', { class: 'tag' }, state), ` ${text}`);
}

function secretShown(secret) {
  const code = element('code', { id: 'secret-shown' }, secret);
  const button = element('button', { type: 'button', 'data-copy': 'secret-shown' }, 'Copy');
  bind(button, 'click', () => copy(button));
  return element('div', { class: 'value' }, element('span', { class: 'field' }, 'Shown this once'), code, button);
}

addEventListener('popstate', () => {
  slug = slugIn(location.pathname);
  if (key) void open();
});
addEventListener('beforeprint', () => {
  for (const details of elements('.step > details, .by-api')) details.setAttribute('open', '');
});

if (key) void open();
else askForKey();
