import { Injectable, Logger } from '@nestjs/common';
import { Database, Pauses } from '#database';
import { isTransient } from '#delivery';
import type { Tenant } from '#tenant-config';
import type { Handover, Look, LookedAt, Standing } from '#handover-rules';
import { AskEngage } from '../engage-outbound/ask-engage.js';
import { DecideFact } from '../intake/decide-fact.js';
import type { Asked } from './asked.js';
import { despiteRestarts } from './despite-restarts.js';
import { DueHandovers, type LinkedHandover } from './due-handovers.js';
import { LookForContents } from './look-for-contents.js';
import type { ThreadsToRead } from './threads-to-read.js';

/** Calls for single threads that a batch may cause; handovers that are left out come first in the next one. */
const READS = 20;
const READ_LATER: LookedAt = { contentsCheck: 'read' };

/** Settles the handovers of one tenant by what Engage says about them. */
@Injectable()
export class ReconcileTenant {
  private readonly logger = new Logger(ReconcileTenant.name);

  constructor(
    private readonly database: Database,
    private readonly due: DueHandovers,
    private readonly asking: AskEngage,
    private readonly contents: LookForContents,
    private readonly facts: DecideFact,
    private readonly pauses: Pauses,
  ) {}

  /**
   * Checks the handovers that have gone unchecked for longest.
   *
   * @param threads gets those to read once the ends are settled
   * @returns whether there may be more
   */
  async openHandovers(tenant: Tenant, threads: ThreadsToRead, signal: AbortSignal): Promise<boolean> {
    const { handovers, isMore } = await this.due.unchecked(tenant);
    if (handovers.length === 0) return false;
    const asked = await this.ask(tenant, handovers, signal);
    const looks = await this.contents.wanted(tenant, asked);
    const having = (look: Look): Asked[] => asked.filter(({ handover }) => (looks.get(handover.id) ?? 'none') === look);
    for (const one of having('none')) await this.trySettle(tenant, one, signal);
    for (const one of having('soon')) {
      await this.trySettle(tenant, one, signal, READ_LATER);
      threads.add(one);
    }
    const isWaiting = await this.end(tenant, having('first'), threads, signal);
    return isMore || asked.length < handovers.length || (isWaiting && threads.mayTake);
  }

  /** Reads threads that have waited for it, and retries those that could not be read. */
  async readThreads(tenant: Tenant, threads: ThreadsToRead, signal: AbortSignal): Promise<void> {
    for (let one = threads.next(); one; one = threads.next()) await this.readThread(tenant, one, threads, signal);
  }

  private async readThread(tenant: Tenant, one: Asked, threads: ThreadsToRead, signal: AbortSignal): Promise<void> {
    const looked = await this.contents.run(tenant, one, threads, signal);
    if (looked) await despiteRestarts(() => this.remember(tenant, one.handover, looked), this.pauses, signal);
    else threads.retry(one);
  }

  /** Handovers that ended while the outcome of their start was unknown: Engage may have carried it out after the return. */
  async lateStarts(tenant: Tenant, signal: AbortSignal): Promise<void> {
    for (const { threadId, handover } of await this.due.unconfirmed(tenant, READS)) {
      const standing = await this.asking.one(tenant, threadId, signal);
      const fact = { type: 'late-start', of: handover, standing } as const;
      await this.database.inTenant(tenant.id, () => this.facts.run(tenant, { id: handover.conversationId }, fact));
    }
  }

  private async ask(tenant: Tenant, due: readonly LinkedHandover[], signal: AbortSignal): Promise<Asked[]> {
    const threadIds = [...new Set(due.map(({ threadId }) => threadId))];
    const running = new Set(due.flatMap(({ threadId, handover }) => (handover.endedAt ? [] : [threadId])));
    const listedOnly = new Set(threadIds.filter((id) => !running.has(id)));
    const standings = await this.asking.many(tenant, threadIds, { reads: READS, listedOnly }, signal);
    return due.flatMap((one) => {
      const standing = standings.get(one.threadId);
      return standing ? [{ ...one, standing }] : [];
    });
  }

  /**
   * Handovers whose ends were lost, each after a look at its thread, so that an agent's last words come before the bot is back.
   * After a long outage there are more ends than Engage allows looks: then their threads are read afterwards.
   *
   * @returns whether one waits for another look
   */
  private async end(
    tenant: Tenant,
    ends: readonly Asked[],
    threads: ThreadsToRead,
    signal: AbortSignal,
  ): Promise<boolean> {
    let isWaiting = false;
    const areMany = ends.length >= READS;
    const looked = new Map<Asked, LookedAt>();
    for (const one of ends) {
      const found = areMany ? undefined : await this.contents.run(tenant, one, threads, signal);
      if (found) looked.set(one, found);
      else if (areMany || !this.contents.canWait(one)) await this.trySettle(tenant, one, signal, READ_LATER);
      else isWaiting = true;
    }
    const current = await this.askedAgain(tenant, [...looked.keys()], signal);
    for (const [one, found] of looked) await this.trySettle(tenant, current.get(one) ?? one, signal, found);
    return isWaiting;
  }

  /** What Engage says again, because an agent may have continued while threads were read. Empty: Engage does not answer. */
  private async askedAgain(tenant: Tenant, ends: readonly Asked[], signal: AbortSignal): Promise<Map<Asked, Asked>> {
    if (ends.length === 0) return new Map();
    try {
      const listedOnly = new Set(ends.map(({ threadId }) => threadId));
      const standings = await this.asking.many(tenant, [...listedOnly], { reads: 0, listedOnly }, signal);
      const now = (one: Asked): Standing => ({
        ...one.standing,
        ...standings.get(one.threadId),
        thread: one.standing.thread,
      });
      return new Map(ends.map((one) => [one, { ...one, standing: now(one) }]));
    } catch (error) {
      if (!isTransient(error)) throw error;
      return new Map();
    }
  }

  /** A handover that cannot be settled must not stop the others. */
  private async trySettle(tenant: Tenant, one: Asked, signal: AbortSignal, contents?: LookedAt): Promise<void> {
    const { handover } = one;
    const settle = (): Promise<void> =>
      handover.endedAt ? this.due.checked(tenant, handover, contents) : this.settle(tenant, one, contents);
    try {
      await despiteRestarts(settle, this.pauses, signal);
    } catch (error) {
      const ids = { tenantId: tenant.id, handoverId: handover.id };
      this.logger.error({ ...ids, err: error }, 'A handover could not be reconciled; the next run retries.');
    }
  }

  private async remember(tenant: Tenant, handover: Handover, contents: LookedAt): Promise<void> {
    if (handover.endedAt) return this.due.checked(tenant, handover, contents);
    const { id: of, conversationId } = handover;
    const fact = { type: 'thread-read', of, contents } as const;
    await this.database.inTenant(tenant.id, () => this.facts.run(tenant, { id: conversationId }, fact));
  }

  private async settle(
    tenant: Tenant,
    { handover, standing, now: checkedAt }: Asked,
    contents: LookedAt | undefined,
  ): Promise<void> {
    const { id: of, conversationId } = handover;
    const fact = { type: 'reconciliation', of, standing, checkedAt, contents } as const;
    const verdict = await this.database.inTenant(tenant.id, () => this.facts.run(tenant, { id: conversationId }, fact));
    if (verdict === 'goes-on') return;
    this.logger.warn(
      { tenantId: tenant.id, conversationId, verdict },
      'An event from Engage was missing; the handover was reconciled.',
    );
  }
}
