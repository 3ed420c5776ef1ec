import { Injectable } from '@nestjs/common';
import { SystemClock } from '#kernel';

interface Alarm {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Longest real wait of one timer; Node's timers overflow above 2^31 ms. */
const LONGEST_WAIT_MS = 3_600_000;

/** The domain's time: the machine's, moved forward on request, so that tests need not wait for retries and deferrals. */
@Injectable()
export class SimClock {
  private readonly machine = new SystemClock();
  private offset = 0;
  private orders = 0;
  private alarms: Alarm[] = [];
  private timer: NodeJS.Timeout | undefined;

  millis(): number {
    return this.machine.now().getTime() + this.offset;
  }

  iso(): string {
    return new Date(this.millis()).toISOString();
  }

  /** Runs something once, `ms` from now by this clock. @returns a function that cancels it */
  after(ms: number, run: () => void): () => void {
    const alarm: Alarm = { at: this.millis() + ms, order: (this.orders += 1), run };
    this.alarms.push(alarm);
    this.alarms.sort((left, right) => left.at - right.at || left.order - right.order);
    this.arm();
    return () => {
      this.alarms = this.alarms.filter((other) => other !== alarm);
    };
  }

  /** Moves the clock forward and runs everything that becomes due, each at its own time, in order. */
  advance(ms: number): void {
    const target = this.offset + ms;
    const end = this.millis() + ms;
    for (let next = this.alarms[0]; next && next.at <= end; next = this.alarms[0]) {
      this.offset = Math.min(target, this.offset + Math.max(0, next.at - this.millis()));
      this.alarms.shift();
      next.run();
    }
    this.offset = target;
    this.arm();
  }

  /**
   * Sets the difference from the machine's clock to `ms`; negative: behind it. Planned work keeps its time on this
   * clock.
   */
  differ(ms: number): void {
    this.offset = ms;
    this.arm();
  }

  /** Cancels all planned work. */
  stop(): void {
    clearTimeout(this.timer);
    this.alarms = [];
  }

  private arm(): void {
    clearTimeout(this.timer);
    const next = this.alarms[0];
    if (!next) return;
    const wait = Math.min(LONGEST_WAIT_MS, Math.max(0, next.at - this.millis()));
    this.timer = setTimeout(() => this.fire(), wait);
    this.timer.unref();
  }

  private fire(): void {
    const now = this.millis();
    for (let next = this.alarms[0]; next && next.at <= now; next = this.alarms[0]) {
      this.alarms.shift();
      next.run();
    }
    this.arm();
  }
}
