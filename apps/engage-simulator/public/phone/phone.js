import { loadPhone, loadPhones, readOnPhone, sendFromPhone, watch } from '../api.js';
import { element, followEnd, renderList, setText } from '../dom.js';
import { refresher } from '../refresher.js';
import { createMessage, updateMessage } from './messages.js';

const CHANNEL_NAMES = { whatsapp: 'WhatsApp', apple_messages_for_business: 'Apple Messages for Business' };

/** An element of this page; its id shows its kind. @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);
const hash = new URLSearchParams(location.hash.slice(1));

/** The customer of the phone; stored in the address, so that a reload and a second window show the same. */
const view = { source: hash.get('source'), name: hash.get('name') ?? 'Lea Brandt' };
const toEnd = followEnd(byId('messages'));
let sources = [];

/** The name of the channel for people. */
const channelName = (type) => CHANNEL_NAMES[type] ?? type.replaceAll('_', ' ');

/** The same name is the same customer. */
const customerId = () =>
  view.name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');

const refresh = refresher(load);

async function load() {
  try {
    ({ sources } = await loadPhones());
    if (!sources.some(({ id }) => id === view.source)) view.source = sources[0]?.id ?? null;
    if (!view.source) return;
    renderSetup();
    const conversation = await loadPhone(view.source, customerId());
    render(conversation);
    if (conversation.hasUnread && document.visibilityState === 'visible') await readOnPhone(view.source, customerId());
  } catch (error) {
    notify(error.message);
  }
}

function renderSetup() {
  renderList(
    byId('source'),
    sources,
    ({ id }) => id,
    ({ id }) => element('option', { value: id }),
    (option, { name, type }) => setText(option, `${name} (${channelName(type)})`),
  );
  byId('source').value = view.source;
  const names = [...new Set(sources.find(({ id }) => id === view.source)?.customers.map(({ name }) => name))];
  byId('customers').replaceChildren(...names.map((value) => element('option', { value })));
}

function render({ source, messages, typing }) {
  setText(byId('title'), source.name);
  setText(byId('subtitle'), `${view.name} writes by ${channelName(source.type)}`);
  setText(byId('avatar'), source.name.slice(0, 1));
  const list = byId('messages');
  const chosen = new Map(messages.filter(({ mine }) => mine).map((item) => [item.inReplyTo, item.body]));
  const answered = messages.slice(0, messages.findLastIndex(({ mine }) => mine) + 1).map(({ id }) => id);
  renderList(
    list,
    messages,
    ({ id }) => `${customerId()}/${id}`,
    (message) => createMessage(message, choose),
    (item, message) => updateMessage(item, message, chosen.get(message.id), answered.includes(message.id)),
  );
  toEnd();
  byId('hint').hidden = messages.length > 0;
  renderTyping(typing);
}

function renderTyping(typing) {
  const line = byId('typing');
  if (typing === line.childElementCount > 0) return;
  const dots = [1, 2, 3].map(() => element('i', { 'aria-hidden': 'true' }));
  line.replaceChildren(...(typing ? [...dots, element('span', { textContent: ' typing' })] : []));
}

/** Resolves with whether it was accepted; a refusal is shown. */
async function send(message) {
  try {
    await sendFromPhone(view.source, customerId(), { name: view.name.trim(), ...message });
    await refresh();
    byId('messages').scrollTop = byId('messages').scrollHeight;
    return true;
  } catch (error) {
    notify(error.message);
    return false;
  }
}

/** The chosen button may disappear, so the messages get its focus. */
async function choose(inReplyTo, { title, payload }) {
  if (await send({ text: title, inReplyTo, ...(payload ? { payload } : {}) })) byId('messages').focus();
}

let noticeTimer;

function notify(text) {
  const notice = byId('notice');
  setText(notice, text);
  notice.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (notice.hidden = true), 6000);
}

/** The bytes of a file in base64. */
function contentOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result).split(',', 2)[1]));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

function showPicked() {
  const [file] = byId('file').files;
  byId('picked').hidden = !file;
  setText(byId('picked-name'), file?.name ?? '');
}

function use(change) {
  Object.assign(view, change);
  history.replaceState(null, '', `#${new URLSearchParams({ source: view.source, name: view.name })}`);
  return refresh();
}

byId('file').addEventListener('change', showPicked);
byId('unpick').addEventListener('click', () => {
  byId('file').value = '';
  showPicked();
  byId('message').focus();
});

byId('compose').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = byId('message');
  const [file] = byId('file').files;
  const text = field.value;
  if (text.trim() === '' && !file) return;
  const attachments = file ? [{ filename: file.name, content: await contentOf(file) }] : [];
  field.value = '';
  if (!(await send({ text, attachments }))) field.value = text;
  else if (file) byId('file').value = '';
  showPicked();
  field.focus();
});

byId('message').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId('compose').requestSubmit();
});

byId('who').addEventListener('submit', (event) => {
  event.preventDefault();
  use({ source: byId('source').value, name: byId('name').value.trim() });
});
byId('source').addEventListener('change', ({ target }) => use({ source: target.value }));
document.addEventListener('visibilitychange', refresh);

byId('name').value = view.name;
watch(refresh, notify);
await refresh();
