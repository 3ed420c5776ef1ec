import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SimClock } from './sim-clock.js';

/** Makes ids as Engage does: 24 lower-case hex digits, of which the first eight are the time. */
@Injectable()
export class IdSource {
  private readonly machine = randomBytes(5).toString('hex');
  private counter = 0;

  constructor(private readonly clock: SimClock) {}

  next(): string {
    this.counter = (this.counter + 1) % 0x1000000;
    const seconds = Math.floor(this.clock.millis() / 1000).toString(16);
    return seconds.padStart(8, '0') + this.machine + this.counter.toString(16).padStart(6, '0');
  }

  /** What every new record starts with. */
  stamp(): { id: string; created_at: string; updated_at: string } {
    const now = this.clock.iso();
    return { id: this.next(), created_at: now, updated_at: now };
  }
}
