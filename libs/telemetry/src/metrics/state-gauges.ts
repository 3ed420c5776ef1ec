import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { AppError } from '#kernel';
import { Metrics } from './metrics.js';

/** One value of a gauge. */
export interface Sample {
  /** Name of the gauge. */
  readonly gauge: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Gauges that are read from the database together. */
export interface StateReading {
  /** For the log. */
  readonly name: string;
  readonly gauges: readonly { readonly name: string; readonly help: string; readonly labels?: readonly string[] }[];
  /** All values of all gauges: those that are left out are no longer shown. */
  read(): Promise<readonly Sample[]>;
}

export interface StatePace {
  /** How long values count as new, in milliseconds. */
  readonly freshMs: number;
  /** How long a reader of metrics waits for values, in milliseconds. */
  readonly patienceMs: number;
}

const PACE: StatePace = { freshMs: 3_000, patienceMs: 2_000 };

class StateUnread extends AppError {
  readonly code = 'metrics.state-unread';
  readonly kind = 'unavailable';
}

interface Known {
  readonly reading: StateReading;
  readonly gauges: ReadonlyMap<string, Gauge>;
}

/**
 * Gauges that show the state of the whole service, so every replica shows the same values. They are read from the database when
 * metrics are read, one statement after the other and at most once in three seconds, for any number of readers. Values that
 * cannot be read are not shown: no value is better than an old one, and `state_readable` is 0 then.
 */
@Injectable()
export class StateGauges {
  private readonly logger = new Logger(StateGauges.name);
  private readonly known: Known[] = [];
  private readonly readable: Gauge;
  private pace = PACE;
  private readAt = -Infinity;
  private running: Promise<void> | undefined;

  constructor(private readonly metrics: Metrics) {
    this.readable = new Gauge({
      name: 'state_readable',
      help: '1 when the gauges that show the state of the whole service could be read from the database, else 0',
      registers: [metrics.registry],
    });
  }

  static withPace(metrics: Metrics, pace: StatePace): StateGauges {
    const gauges = new StateGauges(metrics);
    gauges.pace = pace;
    return gauges;
  }

  register(reading: StateReading): void {
    const gauges = reading.gauges.map(({ name, help, labels = [] }): [string, Gauge] => [
      name,
      new Gauge({ name, help, labelNames: [...labels], registers: [this.metrics.registry] }),
    ]);
    this.known.push({ reading, gauges: new Map(gauges) });
  }

  /** Brings the gauges up to date, or empties them. Never fails, and never takes longer than `patienceMs`. */
  async refresh(): Promise<void> {
    if (!this.running && performance.now() - this.readAt < this.pace.freshMs) return;
    this.running ??= this.readAll().finally(() => (this.running = undefined));
    const waiting = new AbortController();
    const late = pause(this.pace.patienceMs, 'late', { signal: waiting.signal, ref: false });
    const outcome = await Promise.race([this.running, late.catch(() => undefined)]);
    waiting.abort();
    if (outcome === 'late')
      for (const known of this.known) this.hide(known, new StateUnread('The database did not answer in time.'));
  }

  private async readAll(): Promise<void> {
    let readable = 1;
    for (const known of this.known) {
      try {
        show(known, await known.reading.read());
      } catch (error) {
        this.hide(known, error);
        readable = 0;
      }
    }
    this.readable.set(readable);
    this.readAt = performance.now();
  }

  private hide({ reading, gauges }: Known, error: unknown): void {
    for (const gauge of gauges.values()) gauge.reset();
    this.readable.set(0);
    const level = error instanceof AppError ? 'debug' : 'warn'; // an outage of the database is logged elsewhere
    this.logger[level](
      { err: error, reading: reading.name },
      'The state of the service could not be read for metrics.',
    );
  }
}

function show({ gauges }: Known, samples: readonly Sample[]): void {
  for (const gauge of gauges.values()) gauge.reset();
  for (const { gauge, labels = {}, value } of samples) gauges.get(gauge)?.set({ ...labels }, value);
}
