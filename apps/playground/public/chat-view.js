const DELIVERY = {
  sending: 'Sending…',
  retrying: 'Not delivered – retrying',
  stored: '✓ Delivered',
  refused: 'Could not be delivered',
};
const NEAR_THE_END_PX = 80;

/** What the customer sees and does; knows nothing of the network. Text is only ever set as text. */
export class ChatView {
  #document;
  #lines = new Map();

  constructor(document, { send, restart }) {
    this.#document = document;
    const input = this.#part('text');
    const form = input.form;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = input.value.trim();
      input.value = '';
      input.focus();
      if (text) send(text);
    });
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.#part('suggestions').addEventListener('click', ({ target }) => {
      if (target.localName !== 'button') return;
      input.focus();
      send(target.textContent);
    });
    this.#part('new-conversation').addEventListener('click', () => {
      input.focus();
      void restart();
    });
    this.#part('minimise').addEventListener('click', () => this.#toggle(false));
    this.#part('launcher').addEventListener('click', () => this.#toggle(true));
    this.#part('chat').addEventListener('keydown', ({ key }) => key === 'Escape' && this.#toggle(false));
  }

  introduce({ customer, platform, links }) {
    this.#part('customer').textContent = customer;
    this.#part('platform').textContent = `Its bot speaks the dialect of ${platform}.`;
    this.#part('links').replaceChildren(
      ...Object.entries(links).map(([name, href]) =>
        this.#element('a', { href, textContent: name, target: '_blank', rel: 'noopener' }),
      ),
    );
  }

  clear() {
    this.#lines.clear();
    this.#part('chat').querySelector('.entries').replaceChildren();
    this.#part('suggestions').replaceChildren();
    this.#part('typing').hidden = true;
  }

  showEntries(entries) {
    const list = this.#part('chat').querySelector('.entries');
    const log = this.#part('log');
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END_PX;
    entries.forEach((entry, index) => {
      const line = this.#lines.get(entry.id) ?? this.#addLine(entry);
      const before = entries[index - 1];
      line.classList.toggle('continued', before?.author === entry.author && before.name === entry.name);
      this.#showDelivery(line, entry);
      if (list.children[index] !== line) list.insertBefore(line, list.children[index] ?? null);
    });
    if (isAtEnd || entries.at(-1)?.author === 'user') log.scrollTop = log.scrollHeight;
  }

  showStatus(status) {
    const chat = this.#part('chat');
    chat.dataset.mode = status.mode;
    setText(this.#part('status'), statusText(status));
    setText(
      chat.querySelector('[data-avatar]'),
      status.mode === 'agent' ? (status.agentName ?? 'A').slice(0, 1).toUpperCase() : 'P',
    );
    this.#part('typing').hidden = !status.typing;
    this.#suggest(status.typing ? [] : status.suggestions);
    const log = this.#part('log');
    if (log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END_PX * 2) log.scrollTop = log.scrollHeight;
  }

  showOffline() {
    this.#part('chat').dataset.mode = 'offline';
    setText(this.#part('status'), 'Reconnecting…');
  }

  #suggest(suggestions) {
    const bar = this.#part('suggestions');
    if ([...bar.children].map(({ textContent }) => textContent).join() === suggestions.join()) return;
    bar.replaceChildren(...suggestions.map((textContent) => this.#element('button', { type: 'button', textContent })));
  }

  #addLine({ id, author, name, text, sentAt, attachments = [] }) {
    const line = this.#element('li', { className: `entry ${author}` });
    line.dataset.testid = `entry-${author}`;
    const time = sentAt ? new Date(sentAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) : '';
    const byline = [author === 'user' ? 'You' : name, time].filter(Boolean).join(' · ');
    line.append(
      this.#element('p', { className: author === 'user' ? 'byline visually-hidden' : 'byline', textContent: byline }),
      this.#element('p', { className: 'bubble', textContent: text }),
      ...attachments.filter(isWebLink).map((file) => this.#attachment(file)),
    );
    this.#lines.set(id, line);
    return line;
  }

  #attachment({ url, filename }) {
    return this.#element('a', {
      className: 'attachment',
      href: url,
      textContent: `Attachment: ${filename ?? url}`,
      target: '_blank',
      rel: 'noopener noreferrer',
    });
  }

  #showDelivery(line, { delivery }) {
    if (!delivery) return;
    const label = line.querySelector('.delivery') ?? line.appendChild(this.#element('p', { className: 'delivery' }));
    label.dataset.delivery = delivery;
    setText(label, DELIVERY[delivery]);
  }

  #toggle(isOpen) {
    this.#part('chat').hidden = !isOpen;
    const launcher = this.#part('launcher');
    launcher.hidden = isOpen;
    launcher.setAttribute('aria-expanded', String(isOpen));
    (isOpen ? this.#part('text') : launcher).focus();
  }

  #element(name, properties) {
    return Object.assign(this.#document.createElement(name), properties);
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

/** A live region speaks up when it is touched, so it is touched only when something changed. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function isWebLink({ url }) {
  return /^https?:\/\//i.test(url);
}
