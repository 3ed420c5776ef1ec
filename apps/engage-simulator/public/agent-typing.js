import { typeIn } from './api.js';

const REPEAT_MS = 3000;
const IDLE_MS = 5000;

/** Notifies the source that the agent types: every few seconds, and once at the end. */
export class AgentTyping {
  #thread;
  #toldAt = 0;
  #timer;

  /** Call at every change of the text. */
  writes(thread, text) {
    if (!thread?.tellsTyping || text.trim() === '') return this.stop();
    if (this.#thread !== thread.id) this.stop();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), IDLE_MS);
    if (this.#thread && Date.now() - this.#toldAt < REPEAT_MS) return undefined;
    this.#thread = thread.id;
    this.#toldAt = Date.now();
    return tell(thread.id, false);
  }

  stop() {
    clearTimeout(this.#timer);
    const thread = this.#thread;
    this.#thread = undefined;
    return thread && tell(thread, true);
  }
}

/** Typing is short-lived: a failure to report it is ignored. */
function tell(thread, stop) {
  return typeIn(thread, stop).catch(() => undefined);
}
