import { element, renderList, setText, shortTime } from './dom.js';
import { phaseText } from './lists.js';

const byId = (id) => document.getElementById(id);

const FIELD_LABELS = {
  screenname: 'Name',
  firstname: 'First name',
  lastname: 'Last name',
  gender: 'Gender',
  email: 'Email',
  home_phone: 'Home phone',
  mobile_phone: 'Mobile phone',
  avatar_url: 'Picture',
  foreign_id: 'Id at the source',
};

const SYNC_TEXT = {
  success: 'Delivered ✓',
  export_pending: 'Sending',
  export_failure: 'Not delivered',
  export_aborted: 'Not delivered',
};

/** Shows one conversation, or the hint to pick one. */
export function renderConversation(thread, agents) {
  byId('blank').hidden = Boolean(thread);
  byId('open').hidden = !thread;
  byId('card').hidden = !thread;
  if (!thread) return;
  setText(byId('customer'), thread.customer);
  setText(byId('facts'), factsOf(thread, agents));
  renderMessages(thread.contents);
  setText(byId('typing'), typingText(thread));
  renderActions(thread);
  renderCard(thread);
}

function typingText({ customer, typing }) {
  if (!typing) return '';
  return typing === '…' ? `${customer} is typing…` : `${customer} is typing: ${typing}`;
}

function factsOf(thread, agents) {
  const deferred = thread.intervention?.deferredAt;
  const phase = deferred ? `Deferred until ${shortTime(deferred)}` : phaseText(thread, agents);
  return [thread.source, thread.categories.join(', ') || 'No category', phase].filter(Boolean).join(' · ');
}

function renderActions(thread) {
  const actions = thread.actions ?? {};
  for (const button of document.querySelectorAll('[data-act]')) button.disabled = !actions[button.dataset.act];
  const text = byId('reply-text');
  text.disabled = !actions.reply;
  byId('send').disabled = !actions.reply;
  text.placeholder = actions.reply ? `Reply to ${thread.customer}` : placeholderFor(thread);
}

function placeholderFor(thread) {
  if (thread.actions?.take) return 'Take the conversation to reply';
  if (thread.phase === 'held') return `${thread.holder} has this conversation`;
  return 'Nothing to answer here now';
}

function renderMessages(contents) {
  const list = byId('messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  renderList(list, contents, (content) => content.id, createMessage, updateMessage);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function createMessage(content) {
  const meta = element('p', { className: 'meta' });
  meta.append(
    element('strong', { textContent: content.author }),
    element('time', { dateTime: content.at, textContent: shortTime(content.at) }),
    element('span', { className: 'sync' }),
  );
  const item = element(
    'li',
    { className: 'message', 'data-side': content.side, 'data-testid': `message-${content.side}` },
    meta,
  );
  if (content.body) item.append(element('p', { className: 'bubble', textContent: content.body }));
  if (content.choices.length > 0) item.append(tagList(content.choices));
  if (content.attachments.length > 0) item.append(tagList(content.attachments.map(({ filename }) => filename)));
  const context = Object.entries(content.context);
  if (context.length > 0) {
    const text = context.map(([key, value]) => `${key}: ${[value].flat().join(', ')}`).join(' · ');
    item.append(element('p', { className: 'context', textContent: text }));
  }
  return item;
}

const tagList = (texts) =>
  element('ul', {}, ...texts.map((text) => element('li', { className: 'tag', textContent: text })));

function updateMessage(item, content) {
  const sync = item.querySelector('.sync');
  const failed = content.sync.startsWith('export_') && content.sync !== 'export_pending';
  sync.classList.toggle('failed', failed);
  item.dataset.sync = content.sync;
  setText(sync, failed ? `Not delivered: ${content.error ?? ''}` : syncText(content));
}

function syncText({ side, sync, readAt }) {
  if (side !== 'agent') return '';
  return readAt ? 'Read ✓✓' : (SYNC_TEXT[sync] ?? '');
}

function renderCard(thread) {
  const fields = Object.entries(thread.identity?.fields ?? {}).filter(([, value]) => value);
  definitions(
    byId('identity-fields'),
    fields.map(([key, value]) => [FIELD_LABELS[key] ?? key, value]),
  );
  section('identity-context', Object.entries(thread.identity?.context ?? {}));
  section('thread-context', Object.entries(thread.context));
}

function section(id, entries) {
  byId(`${id}-title`).hidden = entries.length === 0;
  definitions(byId(id), entries);
}

function definitions(list, entries) {
  renderList(
    list,
    entries,
    ([label]) => label,
    ([label]) => element('div', {}, element('dt', { textContent: label }), element('dd')),
    (row, [, value]) => setText(row.lastElementChild, [value].flat().join(', ')),
  );
}
