import { AgentTyping } from './agent-typing.js';
import { act, loadOverview, loadThread, upload, watch } from './api.js';
import { renderConversation } from './conversation.js';
import { element, renderList, setText } from './dom.js';
import { renderFolders, renderThreads } from './lists.js';
import { offerOf, prepareOffer } from './offer.js';
import { refresher } from './refresher.js';

/** An element of this page; its id shows its kind. @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);
const hash = new URLSearchParams(location.hash.slice(1));

/** What the page shows; stored in the address, so that a reload and a second window show the same. */
const view = { folder: hash.get('folder'), thread: hash.get('thread'), agent: hash.get('agent') };
const typing = new AgentTyping();
let shown = null;
let overview = { agents: [], folders: [], threads: [], domain: '' };

const refresh = refresher(load);

async function load() {
  try {
    overview = await loadOverview();
    if (!overview.agents.some(({ id }) => id === view.agent)) view.agent = overview.agents[0]?.id ?? null;
    view.folder ??= defaultFolder();
    if (!overview.threads.some(({ id }) => id === view.thread)) view.thread = null;
    shown = view.thread ? await loadThread(view.thread, view.agent) : null;
    render(shown);
  } catch (error) {
    notify(error.message);
  }
}

/** The folder agents work in. */
const defaultFolder = () => overview.folders.find(({ label }) => label === 'Agent')?.id ?? 'all';

function render(thread) {
  setText(document.querySelector('[data-testid=domain]'), `Simulated Engage Digital: ${overview.domain}`);
  renderMe();
  renderFolders(byId('folders'), overview.folders, view.folder, (id) => look({ folder: id }));
  const folder = overview.folders.find(({ id }) => id === view.folder);
  const threads = overview.threads.filter((item) => view.folder === 'all' || item.categoryIds.includes(view.folder));
  setText(byId('threads-title'), folder?.label ?? 'Conversations');
  renderThreads(byId('threads'), threads, view.thread, overview.agents, openThread);
  byId('threads-empty').hidden = threads.length > 0;
  byId('desk').dataset.view = thread ? 'thread' : 'list';
  renderConversation(thread, overview.agents);
}

function renderMe() {
  const me = overview.agents.find(({ id }) => id === view.agent);
  renderList(
    byId('agent'),
    overview.agents,
    (agent) => agent.id,
    (agent) => element('option', { value: agent.id }),
    (option, agent) => setText(option, agent.name),
  );
  byId('agent').value = view.agent ?? '';
  byId('status').value = me?.status ?? 'disconnected';
  setText(byId('skills'), me ? `Skills: ${me.skills.join(', ')} · ${me.load} in workbin` : '');
}

function look(change) {
  Object.assign(view, change);
  const kept = Object.entries(view).filter(([, value]) => value);
  history.replaceState(null, '', `#${new URLSearchParams(Object.fromEntries(kept))}`);
  return refresh();
}

async function openThread(id) {
  await look({ thread: id });
  const list = byId('messages');
  list.scrollTop = list.scrollHeight;
  if (!byId('reply-text').disabled) byId('reply-text').focus();
  else byId('conversation').focus();
}

let noticeTimer;

function notify(text) {
  const notice = byId('notice');
  setText(notice, text);
  notice.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (notice.hidden = true), 6000);
}

/** Resolves with whether the domain accepted it; a refusal is shown. */
async function perform(action, body) {
  try {
    await act(view.agent, action, body);
    await refresh();
    return true;
  } catch (error) {
    notify(error.message);
    return false;
  }
}

/** The dialog's form once it is confirmed; undefined if it is cancelled. */
function ask(dialog) {
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    const form = dialog.querySelector('form');
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'ok' ? new FormData(form) : undefined), {
      once: true,
    });
  });
}

const ACTIONS = {
  take: async () => {
    if (await perform('take', { thread: view.thread })) byId('reply-text').focus();
  },
  complete: () => perform('complete', { thread: view.thread }),
  cancel: () => perform('cancel', { thread: view.thread }),
  defer: async () => {
    const form = await ask(byId('defer-dialog'));
    if (form) await perform('defer', { thread: view.thread, seconds: Number(form.get('seconds')) });
  },
  transfer: async () => {
    const others = overview.agents.filter(({ id }) => id !== view.agent);
    const choices = others.map((agent, index) => {
      const radio = element('input', { type: 'radio', name: 'to', value: agent.id, checked: index === 0 });
      return element('label', { className: 'choice' }, radio, `${agent.name} (${agent.skills.join(', ')})`);
    });
    byId('transfer-targets').replaceChildren(...choices);
    const form = await ask(byId('transfer-dialog'));
    if (form) await perform('transfer', { thread: view.thread, to: form.get('to') });
  },
};

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-act]'))) {
  button.addEventListener('click', () => ACTIONS[button.dataset.act]());
}

byId('agent').addEventListener('change', (event) => look({ agent: event.target.value }));
byId('status').addEventListener('change', (event) => perform('status', { status: event.target.value }));
byId('back').addEventListener('click', () => look({ thread: null }));

byId('reply').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = byId('reply-text');
  const text = field.value;
  const [file] = byId('file').files;
  if (text.trim() === '' && !file) return;
  field.value = '';
  await typing.stop();
  if (!(await send(text, file))) field.value = text;
  else if (file) unpick();
  field.focus();
});

/** Resolves with whether it was accepted; then scrolls to the new message, even if the agent was reading older ones. */
async function reply(message) {
  const isAccepted = await perform('reply', { thread: view.thread, ...message });
  if (isAccepted) byId('messages').scrollTop = byId('messages').scrollHeight;
  return isAccepted;
}

/** Resolves with whether text and file were accepted. */
async function send(body, file) {
  try {
    const attachmentIds = file ? [await upload(file)] : [];
    return await reply({ body, attachmentIds });
  } catch (error) {
    notify(error.message);
    return false;
  }
}

function showPicked() {
  const [file] = byId('file').files;
  byId('picked').hidden = !file;
  setText(byId('picked-name'), file?.name ?? '');
}

function unpick() {
  byId('file').value = '';
  showPicked();
}

byId('file').addEventListener('change', showPicked);
byId('unpick').addEventListener('click', unpick);

byId('offer').addEventListener('click', async () => {
  prepareOffer(shown.structuredKinds);
  const form = await ask(byId('offer-dialog'));
  if (form) await reply(offerOf(form));
});

byId('reply-text').addEventListener('input', ({ target }) => typing.writes(shown, target.value));

byId('reply-text').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId('reply').requestSubmit();
});

watch(refresh, notify);
await refresh();
