const MASK = '[redacted]';

/** A value that must not be printed: every way of turning it into text gives `[redacted]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain value. Call it as late as possible, and never for a log or an answer. */
  reveal(): string {
    return this.#value;
  }

  /** The last four characters, so that an administrator recognises it; empty for a value shorter than twelve. */
  get last4(): string {
    return this.#value.length < 12 ? '' : this.#value.slice(-4);
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}
