import { element } from './dom.js';
import { FilePicker } from './file-picker.js';
import { fileElement } from './file-view.js';
import { followEnd } from './follow-end.js';
import { repeatsTitle, richElement } from './rich-view.js';

const DELIVERY = {
  sending: 'Sending…',
  retrying: 'Not delivered – retrying',
  stored: '✓ Delivered',
  refused: 'Could not be delivered',
};
const DOTS_MS = 10_000;

/** What the customer sees and does; independent of the network. */
export class ChatView {
  #document;
  #lines = new Map();
  #looks;
  #dots;
  #follow;
  /** Called when the customer chooses an option. */
  #choose;

  constructor(document, { send, upload, restart, types, looks }) {
    this.#document = document;
    this.#looks = looks;
    const input = this.#part('text');
    const form = input.form;
    const say = (message) => {
      setText(this.#part('notice'), '');
      send(message);
    };
    this.#choose = ({ title, payload }) => {
      input.focus();
      say({ text: title, payload });
    };
    this.#takeFiles(upload, send);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = input.value.trim();
      input.value = '';
      input.focus();
      if (text) say({ text });
    });
    input.addEventListener('input', () => types(input.value));
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.#part('new-conversation').addEventListener('click', () => {
      input.focus();
      void restart();
    });
    this.#part('minimise').addEventListener('click', () => this.#toggle(false));
    this.#part('launcher').addEventListener('click', () => this.#toggle(true));
    this.#part('chat').addEventListener('keydown', ({ key }) => key === 'Escape' && this.#toggle(false));
    this.#follow = followEnd(this.#part('log'));
  }

  #takeFiles(upload, send) {
    new FilePicker(
      {
        button: this.#part('attach'),
        input: this.#part('file'),
        dropZone: this.#part('chat'),
        notice: this.#part('notice'),
      },
      { upload, sent: (file) => send({ files: [file] }) },
    );
  }

  get isOpen() {
    return !this.#part('chat').hidden;
  }

  introduce({ customer, platform, links }) {
    this.#part('customer').textContent = customer;
    this.#part('platform').textContent = `Its bot uses ${platform}.`;
    this.#part('links').replaceChildren(
      ...Object.entries(links).map(([name, href]) =>
        element('a', { href, textContent: name, target: '_blank', rel: 'noopener' }),
      ),
    );
  }

  clear() {
    this.#lines.clear();
    this.#part('chat').querySelector('.entries').replaceChildren();
    this.#offer([]);
    this.#part('typing').hidden = true;
  }

  showEntries(entries) {
    const list = this.#part('chat').querySelector('.entries');
    const isNew = !this.#lines.has(entries.at(-1)?.id);
    entries.forEach((entry, index) => {
      const line = this.#lines.get(entry.id) ?? this.#addLine(entry);
      const before = entries[index - 1];
      line.classList.toggle('continued', before?.author === entry.author && before.name === entry.name);
      this.#showDelivery(line, entry);
      if (list.children[index] !== line) list.insertBefore(line, list.children[index] ?? null);
    });
    this.#follow(isNew && entries.at(-1)?.author === 'user');
  }

  showStatus(status) {
    const chat = this.#part('chat');
    chat.dataset.mode = status.mode;
    setText(this.#part('status'), statusText(status));
    setText(
      chat.querySelector('[data-avatar]'),
      status.mode === 'agent' ? (status.agentName ?? 'A').slice(0, 1).toUpperCase() : 'P',
    );
    this.#showTyping(status);
    this.#offer(status.typing && status.mode === 'bot' ? [] : status.choices);
    this.#follow();
  }

  showOffline() {
    this.#part('chat').dataset.mode = 'offline';
    setText(this.#part('status'), 'Reconnecting…');
  }

  /** An agent may stop without a signal: the dots disappear after a while. */
  #showTyping({ typing, mode }) {
    const dots = this.#part('typing');
    clearTimeout(this.#dots);
    dots.hidden = !typing;
    if (typing && mode !== 'bot') this.#dots = setTimeout(() => (dots.hidden = true), DOTS_MS);
  }

  #offer(choices) {
    const bar = this.#part('suggestions');
    const shown = JSON.stringify(choices);
    if (bar.dataset.shown === shown) return;
    bar.dataset.shown = shown;
    bar.replaceChildren(
      ...choices.map(({ title, payload }) => {
        const button = element('button', { type: 'button', textContent: title });
        button.addEventListener('click', () => this.#choose({ title, payload }));
        return button;
      }),
    );
  }

  #addLine({ id, author, name, text, sentAt, attachments = [], content }) {
    const line = element('li', { className: `entry ${author}` });
    line.dataset.testid = `entry-${author}`;
    const time = sentAt ? new Date(sentAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) : '';
    const byline = [author === 'user' ? 'You' : name, time].filter(Boolean).join(' · ');
    const rich = richElement(content, this.#choose);
    if (rich) line.classList.add('rich');
    line.append(
      element('p', { className: author === 'user' ? 'byline visually-hidden' : 'byline', textContent: byline }),
      element('p', { className: 'bubble', textContent: repeatsTitle(text, content) ? '' : text }),
      ...attachments.map(fileElement).filter(Boolean),
      ...(rich ? [rich] : []),
    );
    this.#lines.set(id, line);
    return line;
  }

  #showDelivery(line, { delivery }) {
    if (!delivery) return;
    const label = line.querySelector('.delivery') ?? line.appendChild(element('p', { className: 'delivery' }));
    label.dataset.delivery = delivery;
    setText(label, DELIVERY[delivery]);
  }

  #toggle(isOpen) {
    this.#part('chat').hidden = !isOpen;
    const launcher = this.#part('launcher');
    launcher.hidden = isOpen;
    launcher.setAttribute('aria-expanded', String(isOpen));
    (isOpen ? this.#part('text') : launcher).focus();
    this.#looks();
  }

  #part(name) {
    return this.#document.querySelector(`[data-testid="${name}"]`);
  }
}

function statusText({ mode, position, estimatedWait, agentName }) {
  if (mode === 'agent') return `Talking to ${agentName ?? 'a colleague'}`;
  if (mode === 'bot') return 'Pip, our assistant';
  const place = position ? `Waiting, number ${position}` : '';
  const wait = estimatedWait ? `about ${Math.max(1, Math.round(estimatedWait / 60_000))} min` : '';
  return [place || 'Waiting for a colleague', wait].filter(Boolean).join(' · ');
}

/** Screen readers announce a live region when it is updated, so it is updated only when something changed. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
