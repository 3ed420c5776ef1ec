/** Where the time comes from; tests put a fake one in. */
export abstract class Clock {
  abstract now(): Date;

  /** Milliseconds since the epoch. */
  millis(): number {
    return this.now().getTime();
  }
}

/** The machine's clock. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
