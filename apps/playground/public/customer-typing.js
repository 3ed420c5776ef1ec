const REPEAT_MS = 3_000;
const IDLE_MS = 5_000;

/** Tells that the customer types: again every few seconds while they do, and once that it is over. */
export class CustomerTyping {
  #tell;
  #toldAt;
  #timer;

  /** @param tell called with what is typed so far, and with nothing when it is over */
  constructor(tell) {
    this.#tell = tell;
  }

  /** Call at every change of what is typed. */
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
