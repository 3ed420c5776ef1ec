const REPEAT_MS = 3_000;
const IDLE_MS = 5_000;

/** Reports that the customer types: every few seconds, and once at the end. */
export class CustomerTyping {
  #tell;
  #toldAt;
  #timer;

  /** @param tell called with the text so far, and with an empty text at the end */
  constructor(tell) {
    this.#tell = tell;
  }

  /** Call at every change of the text. */
  writes(text) {
    if (text.trim() === '') return this.stop();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), IDLE_MS);
    if (this.#toldAt !== undefined && performance.now() - this.#toldAt < REPEAT_MS) return;
    this.#toldAt = performance.now();
    this.#tell(text);
  }

  stop() {
    clearTimeout(this.#timer);
    if (this.#toldAt === undefined) return;
    this.#toldAt = undefined;
    this.#tell('');
  }
}
