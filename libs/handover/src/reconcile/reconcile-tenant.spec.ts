import { beforeEach, describe, expect, it } from 'vitest';
import { type Database, DatabaseAway, type Pauses } from '#database';
import { DestinationOutage } from '#delivery';
import { type EngageThreadId, newId } from '#kernel';
import type { Fact, Handover, Look, LookedAt, Standing } from '#handover-rules';
import { aConversation, aHandover } from '../../../handover-rules/src/testing/a-handover.js';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { FakeTenantDirectory } from '../../../tenant-config/src/testing/fake-tenant-directory.js';
import type { AskEngage } from '../engage-outbound/ask-engage.js';
import type { DecideFact } from '../intake/decide-fact.js';
import type { ConversationStore } from '../ports/conversation-store.js';
import type { HandoverStore } from '../ports/handover-store.js';
import { DueHandovers } from './due-handovers.js';
import { LookForContents } from './look-for-contents.js';
import type { ThreadsToRead } from './threads-to-read.js';
import { ReconcileHandovers } from './reconcile-handovers.js';
import { ReconcileTenant } from './reconcile-tenant.js';

const tenant = aTenant();
const threadOf = ({ conversationId }: Pick<Handover, 'conversationId'>): EngageThreadId =>
  `thread of ${conversationId}` as EngageThreadId;
const open: Standing = { thread: undefined, interventions: [] };

/** Handovers of one tenant whose conversations are in their threads. */
class Engage {
  readonly handovers: Handover[] = [];
  readonly checked = new Set<string>();
  readonly looks = new Map<string, Look>();
  /** What was done, in order. */
  readonly done: string[] = [];
  calls = 0;
  /** Whether an agent opened a thread again after the first call. */
  reopened = false;
  answersAgain = true;
  /** How many first calls are not answered. */
  faults = 0;
  lateStarts = 0;
  /** How many facts cannot be stored, because the database is away. */
  unstored = 0;
  /** The result of a look at a thread. */
  look: () => LookedAt | undefined = () => ({ contentsCheck: undefined });

  has(count: number, look: Look): void {
    for (let index = 0; index < count; index++) {
      const handover = aHandover({ conversationId: newId(), checkedAt: undefined });
      this.handovers.push(handover);
      this.looks.set(handover.id, look);
    }
  }

  async isReconciled(): Promise<void> {
    const pauses: Pauses = { wait: async () => undefined };
    const job = new ReconcileHandovers(new FakeTenantDirectory(tenant), this.tenant(), pauses);
    await job.run(new AbortController().signal);
  }

  private tenant(): ReconcileTenant {
    const database = { inTenant: (_id: unknown, work: () => unknown) => work() } as unknown as Database;
    const conversations = {
      findById: async (_id: unknown, conversationId: string) =>
        aConversation({ engageThreadId: threadOf({ conversationId } as Handover) }),
    } as unknown as ConversationStore;
    return new ReconcileTenant(
      database,
      new DueHandovers(database, conversations, this.store() as HandoverStore),
      this.asking() as AskEngage,
      this.contents(),
      { run: async (_tenant: unknown, _of: unknown, fact: Fact) => this.decide(fact) } as unknown as DecideFact,
      { wait: async () => undefined },
    );
  }

  private store(): Partial<HandoverStore> {
    return {
      now: async () => new Date(),
      unchecked: async (_id, _ms, limit) => this.handovers.filter(({ id }) => !this.checked.has(id)).slice(0, limit),
      endedUnchecked: async () => [],
      endedUnconfirmed: async () => {
        this.lateStarts += 1;
        return [];
      },
    };
  }

  private asking(): Partial<AskEngage> {
    return {
      many: async (_tenant, ids, { reads }) => {
        this.calls += 1;
        if (this.calls <= this.faults) throw new DestinationOutage('away');
        if (reads === 0 && !this.answersAgain) throw new DestinationOutage('away');
        return new Map(
          ids.map((id) => [id, { ...open, interventions: reads === 0 && this.reopened ? [{}] : [] }] as never),
        );
      },
    };
  }

  private contents(): LookForContents {
    const looks = new LookForContents({} as never, {} as never, {} as never, {} as never);
    looks.wanted = async () => this.looks as never;
    looks.canWait = () => true;
    looks.run = async (_tenant, { handover }, threads: ThreadsToRead) => {
      if (!threads.take()) return undefined;
      this.done.push(`read ${this.looks.get(handover.id)}`);
      return this.look();
    };
    return looks;
  }

  private decide(fact: Fact): string {
    if (this.unstored-- > 0) throw new DatabaseAway();
    if (fact.type === 'reconciliation') {
      this.checked.add(fact.of);
      const reopened = fact.standing.interventions.length > 0 ? ' reopened' : '';
      this.done.push(`settle ${this.looks.get(fact.of)}${reopened} ${fact.contents?.contentsCheck ?? 'done'}`);
    } else this.done.push(fact.type);
    return 'goes-on';
  }
}

describe('the handovers of a tenant', () => {
  let engage: Engage;
  beforeEach(() => {
    engage = new Engage();
  });

  it('are all checked in one run, however many have an open intervention', async () => {
    engage.has(300, 'none');
    await engage.isReconciled();
    expect(engage.checked.size).toBe(300);
    expect(engage.calls).toBe(4);
  });

  it('have their threads read once all ends are settled, 20 in a run', async () => {
    engage.has(30, 'soon');
    engage.has(2, 'first');
    await engage.isReconciled();
    expect(engage.done.filter((one) => one === 'settle soon read')).toHaveLength(30);
    expect(engage.done.indexOf('read soon')).toBeGreaterThan(engage.done.lastIndexOf('settle first done'));
    expect(engage.done.filter((one) => one === 'read soon')).toHaveLength(18);
    expect(engage.done.filter((one) => one === 'thread-read')).toHaveLength(18);
  });

  it('end by what Engage says after their threads were read', async () => {
    engage.has(2, 'first');
    engage.reopened = true;
    await engage.isReconciled();
    expect(engage.done).toEqual([
      'read first',
      'read first',
      'settle first reopened done',
      'settle first reopened done',
    ]);
  });

  it('end by what Engage said before when it does not answer again', async () => {
    engage.has(1, 'first');
    engage.answersAgain = false;
    await engage.isReconciled();
    expect(engage.done).toEqual(['read first', 'settle first done']);
  });

  it('end at once when more ends were lost than Engage allows looks', async () => {
    engage.has(20, 'first');
    await engage.isReconciled();
    expect(new Set(engage.done)).toEqual(new Set(['settle first read']));
    expect(engage.checked.size).toBe(20);
  });

  it('do not end yet if their threads could not be read in several tries', async () => {
    engage.has(1, 'first');
    engage.look = () => undefined;
    await engage.isReconciled();
    expect(new Set(engage.done)).toEqual(new Set(['read first']));
  });

  it('end in the same run if a later try can read their threads', async () => {
    engage.has(1, 'first');
    const results = [undefined, { contentsCheck: undefined }];
    engage.look = () => results.shift();
    await engage.isReconciled();
    expect(engage.done).toEqual(['read first', 'read first', 'settle first done']);
  });

  it('are checked in the same run after a short fault', async () => {
    engage.has(1, 'none');
    engage.faults = 2;
    await engage.isReconciled();
    expect(engage.checked.size).toBe(1);
  });

  it('are settled in the same run after a restart of the database, without asking or reading again', async () => {
    engage.has(1, 'none');
    engage.has(1, 'first');
    engage.unstored = 5;
    await engage.isReconciled();
    expect(engage.done).toEqual(['settle none done', 'read first', 'settle first done']);
    expect(engage.checked.size).toBe(2);
  });

  it('have a thread read again in the same run if it could not be read at first', async () => {
    engage.has(2, 'soon');
    const results = [undefined, { contentsCheck: undefined }, { contentsCheck: undefined }];
    engage.look = () => results.shift();
    await engage.isReconciled();
    expect(engage.done.filter((one) => one === 'read soon')).toHaveLength(3);
    expect(engage.done.filter((one) => one === 'thread-read')).toHaveLength(2);
  });

  it('have late starts checked when the others could not be', async () => {
    engage.has(1, 'none');
    engage.handovers.unshift(undefined as never); // fails to be read
    await engage.isReconciled();
    expect(engage.lateStarts).toBe(1);
  });
});
