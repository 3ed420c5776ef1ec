import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { badRequest } from '../domain/engage.errors.js';

export type FaultTarget = 'rest' | 'send' | 'sdk' | 'webhook';

/** A rule that changes the result of the next matching calls. */
export interface Fault {
  readonly id: string;
  /** `rest` and `send`: calls the domain receives; `sdk` and `webhook`: calls it makes. */
  readonly on: FaultTarget;
  /**
   * Substring of the call's name in the ledger: `PUT /1.0/content_threads`, `messages.create`, `intervention.closed`;
   * default all.
   */
  readonly match: string;
  /** Answers with this status instead (for outgoing calls: as if it had been received). */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** `reset` cuts the connection, `hang` never answers. */
  readonly network?: 'reset' | 'hang';
  /**
   * `before` (default): the call has no effect. `after`: it has its effect, but the answer is lost or replaced. `later`
   * (incoming calls): its connection is cut at once, and it has its effect `delayMs` later on the domain's clock.
   */
  readonly when: 'before' | 'after' | 'later';
  /** Waits for this time first; without other options it only slows the call down. */
  readonly delayMs: number;
  /** For incoming calls: delays the answer by this time after the effect. */
  readonly answerDelayMs?: number;
  /** How many calls; 0 for all until removed. */
  remaining: number;
  readonly unlimited: boolean;
}

export type FaultDraft = Partial<Omit<Fault, 'id' | 'remaining' | 'unlimited'>> & {
  readonly on: FaultTarget;
  readonly count?: number;
};

const TARGETS: readonly string[] = ['rest', 'send', 'sdk', 'webhook'];

@Injectable()
export class Faults {
  private rules: Fault[] = [];

  add(draft: FaultDraft): Fault {
    if (!TARGETS.includes(draft.on)) throw badRequest('on must be one of rest, send, sdk, webhook');
    const { count = 1, ...rest } = draft;
    const fault: Fault = {
      match: '',
      when: 'before',
      delayMs: 0,
      ...rest,
      id: randomUUID(),
      remaining: count,
      unlimited: count === 0,
    };
    this.rules.push(fault);
    return fault;
  }

  /** The first rule for this call; reduces its remaining count by one. */
  take(on: FaultTarget, name: string): Fault | undefined {
    const fault = this.rules.find((rule) => rule.on === on && name.includes(rule.match));
    if (!fault || fault.unlimited) return fault;
    fault.remaining -= 1;
    if (fault.remaining <= 0) this.remove(fault.id);
    return fault;
  }

  list(): readonly Fault[] {
    return this.rules;
  }

  remove(id: string): void {
    this.rules = this.rules.filter((rule) => rule.id !== id);
  }

  clear(): void {
    this.rules = [];
  }
}
