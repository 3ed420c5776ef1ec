declare global {
  interface JSON {
    /** Text that `stringify` copies unchanged (ECMAScript "JSON.parse source text access"; Node 21 and later). */
    rawJSON(text: string): object;
  }
}

/**
 * A number of foreign JSON that JavaScript's own type would change, such as 9234567890123457. It is written exactly as it
 * was read, as text and as JSON. Only `readJson` creates them.
 */
export class ExactNumber {
  constructor(private readonly digits: string) {}

  toString(): string {
    return this.digits;
  }

  toJSON(): object {
    return JSON.rawJSON(this.digits);
  }
}

/** A number as text, with the digits that its sender wrote; undefined for any other value. */
export function numberText(value: unknown): string | undefined {
  return typeof value === 'number' || value instanceof ExactNumber ? String(value) : undefined;
}
