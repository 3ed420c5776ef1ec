import { Injectable } from '@nestjs/common';
import { SimClock } from '../domain/sim-clock.js';

export type LedgerKind = 'rest' | 'send' | 'sdk' | 'webhook' | 'verification' | 'event' | 'note';

/**
 * An entry for what the domain received (`rest`, `send`), sent (`sdk`, `webhook`, `verification`), emitted (`event`) or
 * noticed (`note`).
 */
export interface LedgerEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: LedgerKind;
  /** `GET /1.0/status`, `messages.create`, event types joined by a comma, or the note itself. */
  readonly name: string;
  readonly url?: string;
  readonly status?: number;
  readonly request?: unknown;
  readonly response?: unknown;
  /** Attempt number of SDK calls and webhook deliveries, starting at 1. */
  readonly attempt?: number;
  readonly error?: string;
  /** Id of the fault rule that changed this call. */
  readonly fault?: string;
}

export interface LedgerFilter {
  readonly kind?: string;
  /** Substring of the name. */
  readonly name?: string;
  /** Substring anywhere in the entry, e.g. a foreign id. */
  readonly text?: string;
  readonly status?: number;
  /** Only entries after this `seq`. */
  readonly after?: number;
}

const CAPACITY = 20_000;

/** Records the traffic, so that tests can check it. Credentials are never recorded. */
@Injectable()
export class Ledger {
  private entries: LedgerEntry[] = [];
  private seq = 0;

  constructor(private readonly clock: SimClock) {}

  add(entry: Omit<LedgerEntry, 'seq' | 'at'>): void {
    this.entries.push({ seq: (this.seq += 1), at: this.clock.iso(), ...entry });
    if (this.entries.length > CAPACITY) this.entries = this.entries.slice(-CAPACITY / 2);
  }

  note(text: string): void {
    this.add({ kind: 'note', name: text });
  }

  find(filter: LedgerFilter = {}): LedgerEntry[] {
    const { kind, name, text, status, after } = filter;
    return this.entries.filter(
      (entry) =>
        (kind === undefined || entry.kind === kind) &&
        (name === undefined || entry.name.includes(name)) &&
        (status === undefined || entry.status === status) &&
        (after === undefined || entry.seq > after) &&
        (text === undefined || JSON.stringify(entry).includes(text)),
    );
  }

  clear(): void {
    this.entries = [];
  }
}
