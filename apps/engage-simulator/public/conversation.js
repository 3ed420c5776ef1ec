import { attachmentList } from './attachments.js';
import { element, followEnd, renderList, setText, shortTime } from './dom.js';
import { phaseText } from './lists.js';
import { repeatsTitle, structuredContent } from './structured.js';

/** An element of this page; its id shows its kind. @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);
const toEnd = followEnd(byId('messages'));

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
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-act]')))
    button.disabled = !actions[button.dataset.act];
  const text = byId('reply-text');
  text.disabled = !actions.reply;
  byId('send').disabled = !actions.reply;
  byId('file').disabled = !actions.reply;
  byId('offer').disabled =
    !actions.reply || !thread.structuredKinds.some((kind) => kind === 'select' || kind === 'template');
  text.placeholder = actions.reply ? `Reply to ${thread.customer}` : placeholderFor(thread);
}

function placeholderFor(thread) {
  if (thread.actions?.take) return 'Take the conversation to reply';
  if (thread.phase === 'held') return `${thread.holder} has this conversation`;
  return 'Nothing to answer here now';
}

function renderMessages(contents) {
  renderList(byId('messages'), contents, (content) => content.id, createMessage, updateMessage);
  toEnd();
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
  if (content.body && !repeatsTitle(content.body, content.structured))
    item.append(element('p', { className: 'bubble', textContent: content.body }));
  if (content.chose !== null) item.append(element('p', { className: 'chose', textContent: `chose: ${content.chose}` }));
  const structured = structuredContent(content.structured);
  if (structured) item.append(structured);
  if (content.attachments.length > 0) item.append(attachmentList(content.attachments));
  const context = contextBeside(content);
  if (context.length > 0) {
    const text = context.map(([key, value]) => `${key}: ${[value].flat().join(', ')}`).join(' · ');
    item.append(element('p', { className: 'context', textContent: text }));
  }
  return item;
}

/**
 * The context of a message, without fields that its text already contains as a line `name: value`, such as the note of
 * a handover.
 */
function contextBeside({ body, context }) {
  const said = new Set((body ?? '').split('\n').map(plain));
  return Object.entries(context).filter(([key, value]) => !said.has(plain(`${key}: ${[value].flat().join(', ')}`)));
}

/** Names have several forms: `orderNumber`, `order-number`. */
function plain(line) {
  return line.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

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
  renderComments(thread.comments);
}

function renderComments(comments) {
  byId('comments-title').hidden = comments.length === 0;
  renderList(
    byId('comments'),
    comments,
    ({ id }) => id,
    ({ body, author, at }) =>
      element(
        'li',
        {},
        element('p', { textContent: body }),
        element('small', { textContent: `${author ?? 'Someone'}, ${shortTime(at)}` }),
      ),
    () => undefined,
  );
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
