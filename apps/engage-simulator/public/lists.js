import { element, renderList, setText, shortTime } from './dom.js';

const PHASES = {
  waiting: 'Waiting',
  ringing: 'Offered',
  held: 'With',
  bot: 'With the bot',
  undelivered: 'Undelivered',
  deferred: 'Deferred',
};

/** What a conversation waits for, in words. */
export function phaseText(thread, agents) {
  if (thread.phase === 'held') return `With ${thread.holder}`;
  if (thread.phase !== 'ringing') return PHASES[thread.phase] ?? '';
  const names = thread.offeredTo.map((id) => agents.find((agent) => agent.id === id)?.name ?? id);
  return `Offered to ${names.join(', ')}`;
}

export function renderFolders(list, folders, current, onPick) {
  renderList(
    list,
    folders,
    (folder) => folder.id,
    (folder) => {
      const button = element('button', { type: 'button', className: 'folder', 'data-testid': `folder-${folder.id}` });
      button.append(element('span', { className: 'label' }), ' ', element('span', { className: 'count' }));
      button.addEventListener('click', () => onPick(folder.id));
      return element('li', {}, button);
    },
    (item, folder) => {
      const button = item.firstElementChild;
      button.setAttribute('aria-current', String(folder.id === current));
      button.title = `${folder.count} conversations`;
      setText(button.children[0], folder.label);
      setText(button.children[1], String(folder.count));
    },
  );
}

export function renderThreads(list, threads, current, agents, onPick) {
  renderList(
    list,
    threads,
    (thread) => thread.id,
    (thread) => {
      const button = element('button', { type: 'button', className: 'thread', 'data-testid': 'thread' });
      button.append(
        element('span', { className: 'name' }),
        element('time'),
        element('span', { className: 'preview' }),
        element('span', { className: 'tags' }),
      );
      button.addEventListener('click', () => onPick(thread.id));
      return element('li', {}, button);
    },
    (item, thread) => updateThread(item.firstElementChild, thread, current, agents),
  );
}

function updateThread(button, thread, current, agents) {
  const [name, time, preview, tags] = button.children;
  button.setAttribute('aria-current', String(thread.id === current));
  button.dataset.threadId = thread.id;
  button.dataset.phase = thread.phase;
  setText(name, thread.customer);
  setText(time, shortTime(thread.lastAt));
  time.dateTime = thread.lastAt;
  setText(preview, thread.preview);
  const phase = phaseText(thread, agents);
  const wanted = thread.categories.map((text) => ({ text, phase: '' }));
  if (phase) wanted.push({ text: phase, phase: thread.phase });
  renderList(
    tags,
    wanted,
    (tag) => tag.phase + tag.text,
    () => element('span', { className: 'tag' }),
    (node, tag) => {
      node.dataset.phase = tag.phase;
      setText(node, tag.text);
    },
  );
}
