const EVERY_MS = 5_000;
const AT_MOST_MS = 60_000;

/**
 * Repeats work while the page is visible: every five seconds, one at a time, and less often while it fails. Nothing
 * runs in a hidden tab.
 */
export class Live {
  #work;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #waitMs = EVERY_MS;
  #stopped = false;

  /** @param {() => Promise<boolean>} work resolves with whether it succeeded */
  constructor(work) {
    this.#work = work;
    document.addEventListener('visibilitychange', this.#seen);
  }

  start() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#round(), this.#waitMs);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#seen);
  }

  #seen = () => {
    clearTimeout(this.#timer);
    if (!document.hidden) void this.#round();
  };

  async #round() {
    if (this.#stopped || document.hidden) return;
    const worked = await this.#work();
    this.#waitMs = worked ? EVERY_MS : Math.min(AT_MOST_MS, this.#waitMs * 2);
    if (!this.#stopped && !document.hidden) this.start();
  }
}
