import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EngageState } from './state/engage-state.js';
import { SimClock } from './sim-clock.js';

const NUMERIC = /^9\d{18}$/;

/**
 * Creates ids like Engage: 24 lower-case hex digits; the first eight are the time. With the switch `shapes.numericIds`,
 * 19 decimal digits: the time in milliseconds and a counter.
 */
@Injectable()
export class IdSource {
  private readonly machine = randomBytes(5).toString('hex');
  private counter = 0;

  constructor(
    private readonly clock: SimClock,
    private readonly state: EngageState,
  ) {}

  next(): string {
    this.counter = (this.counter + 1) % 0x1000000;
    const millis = this.clock.millis();
    if (this.state.switches.shapes.numericIds) return `9${digits(millis, 13)}${digits(this.counter % 100_000, 5)}`;
    const seconds = Math.floor(millis / 1000).toString(16);
    return seconds.padStart(8, '0') + this.machine + this.counter.toString(16).padStart(6, '0');
  }

  /** What every new record starts with. */
  stamp(): { id: string; created_at: string; updated_at: string } {
    const now = this.clock.iso();
    return { id: this.next(), created_at: now, updated_at: now };
  }
}

/** The id as a JSON number with all its digits, if it is a numeric one. */
export function numericIdOf(id: unknown): object | undefined {
  return typeof id === 'string' && NUMERIC.test(id) ? JSON.rawJSON(id) : undefined;
}

const digits = (value: number, count: number): string => String(Math.floor(value)).padStart(count, '0');
