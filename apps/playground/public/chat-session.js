import { CustomerTyping } from './customer-typing.js';

const KEY = 'northwind-chat';
const RETRY_MS = 2_000;

/**
 * The page's memory of one chat: its id, its messages, and what the bot has not confirmed yet. The latter is stored in
 * the browser until it is confirmed, so that no message gets lost when the page is closed or the bot cannot be reached.
 */
export class ChatSession {
  #storage;
  #view;
  #entries = new Map();
  #stream;
  #isSending = false;
  #mode = 'bot';
  #typing = new CustomerTyping((text) => this.#tell('typing', { text }));
  /** Ids of agents' messages that were reported to the bot as seen. */
  #seen = new Set();
  /** Counts conversations, so that an answer to an earlier one is ignored. */
  #generation = 0;

  constructor(storage, view) {
    this.#storage = storage;
    this.#view = view;
    addEventListener('online', () => this.#flush());
    document.addEventListener('visibilitychange', () => this.looks());
  }

  async start() {
    const generation = this.#generation;
    try {
      await this.#introduce();
      if (!this.#saved.chatId) await this.#open();
      if (generation === this.#generation) this.#follow();
    } catch {
      this.#view.showOffline();
      setTimeout(() => generation === this.#generation && this.start(), RETRY_MS);
    }
  }

  /** Starts a new conversation of the same customer. */
  async restart() {
    this.#typing.stop();
    const { userId } = this.#saved;
    await this.#begin({ userId, pending: [] });
  }

  /**
   * To be called when the customer changes the unsent text; it is reported only while an agent answers or is awaited.
   */
  types(text) {
    if (this.#mode !== 'bot') this.#typing.writes(text);
  }

  /** To be called when the customer may see the chat: agents' messages are reported as read. */
  looks() {
    if (document.visibilityState !== 'visible' || !this.#view.isOpen) return;
    for (const { id, author, isRead } of this.#entries.values()) {
      if (author !== 'agent' || isRead || this.#seen.has(id)) continue;
      this.#seen.add(id);
      void this.#tell('seen', { messageId: id }).then((isTaken) => isTaken || this.#seen.delete(id));
    }
  }

  /** @param message its text; the `payload` of a chosen option; `files` as `upload` returned them */
  send(message) {
    this.#typing.stop();
    const { pending = [], ...rest } = this.#saved;
    this.#save({ ...rest, pending: [...pending, { id: crypto.randomUUID(), text: '', ...message }] });
    this.#draw();
    void this.#flush();
  }

  /**
   * Uploads a file to the bot.
   * @returns what `send` needs; rejects with an `Error` with the bot's status as cause if it is refused
   */
  async upload(file) {
    const { chatId } = this.#saved;
    const path = `/api/chats/${chatId}/files?filename=${encodeURIComponent(file.name)}`;
    const headers = { 'content-type': 'application/octet-stream' };
    const response = await fetch(path, { method: 'POST', headers, body: file });
    if (!response.ok) throw new Error('The file was refused.', { cause: response.status });
    return response.json();
  }

  async #begin(saved) {
    this.#generation++;
    this.#stream?.close();
    this.#entries.clear();
    this.#save(saved);
    this.#view.clear();
    await this.start();
  }

  async #introduce() {
    const response = await fetch('/api/shop');
    if (!response.ok) throw new Error('The shop does not answer.');
    this.#view.introduce(await response.json());
  }

  async #open() {
    const { userId } = this.#saved;
    const response = await post('/api/chats', userId ? { userId } : {});
    if (!response.ok) throw new Error('No chat was opened.');
    const opened = await response.json();
    const { pending = [] } = this.#saved; // the customer may have written in the meantime
    this.#save({ ...opened, pending });
  }

  #follow() {
    const { chatId } = this.#saved;
    const stream = new EventSource(`/api/chats/${chatId}/updates`);
    this.#stream = stream;
    stream.onopen = () => this.#flush();
    stream.onmessage = ({ data }) => this.#merge(JSON.parse(data));
    stream.onerror = () => {
      this.#view.showOffline();
      // Otherwise the browser reconnects by itself.
      if (stream.readyState === EventSource.CLOSED) void this.#followAgain(stream);
    };
    this.#draw();
  }

  /**
   * The stream is closed permanently: the page was left, a proxy failed, or the bot lost this chat. Then unconfirmed
   * messages go to a new chat.
   */
  async #followAgain(stream) {
    const isLost = await fetch(`/api/chats/${this.#saved.chatId}`).then(
      ({ status }) => status === 404,
      () => false,
    );
    if (stream !== this.#stream) return;
    const { userId, pending = [] } = this.#saved;
    if (isLost) await this.#begin({ userId, pending });
    else setTimeout(() => stream === this.#stream && this.#follow(), RETRY_MS);
  }

  #merge({ entries, status }) {
    for (const entry of entries) this.#entries.set(entry.id, entry);
    this.#draw();
    this.#mode = status.mode;
    this.#view.showStatus(status);
    this.looks();
  }

  /** Resolves with whether the bot accepted it. */
  #tell(what, body) {
    return post(`/api/chats/${this.#saved.chatId}/${what}`, body).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  #draw() {
    const known = [...this.#entries.values()].sort((a, b) => a.order - b.order);
    const pending = (this.#saved.pending ?? []).filter(({ id }) => !this.#entries.has(id));
    this.#view.showEntries([
      ...known,
      ...pending.map(({ files, ...message }) => ({
        delivery: 'sending',
        ...message,
        author: 'user',
        attachments: files,
      })),
    ]);
  }

  /** Sends what waits, one at a time and in order. */
  async #flush() {
    const { chatId, pending = [] } = this.#saved;
    if (this.#isSending || !chatId || pending.length === 0) return;
    this.#isSending = true;
    const [{ id, text, payload, files }] = pending;
    const isTaken = await this.#tell('messages', { id, text, payload, files: files?.map((file) => file.id) });
    this.#isSending = false;
    const { pending: now = [], ...rest } = this.#saved;
    const later = now.filter((message) => message.id !== id);
    this.#save({ ...rest, pending: isTaken ? later : now.map((message) => ({ ...message, delivery: 'retrying' })) });
    if (isTaken) return this.#flush();
    this.#draw();
    setTimeout(() => this.#flush(), RETRY_MS);
  }

  get #saved() {
    try {
      return JSON.parse(this.#storage.getItem(KEY) ?? '{}');
    } catch {
      return {};
    }
  }

  #save(saved) {
    this.#storage.setItem(KEY, JSON.stringify(saved));
  }
}

function post(path, body) {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
