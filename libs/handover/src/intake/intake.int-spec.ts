import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatabaseBusy } from '#database';
import { type EngageThreadId, type ForeignId, newId, type SessionId, type UserId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { eventually } from '#testing';
import {
  AcceptAgentMessage,
  AcceptBotSideMessage,
  AcceptEngageEvent,
  EndHandover,
  StartHandover,
  UnknownThread,
} from '../index.js';
import { FactStore } from '../ports/fact-store.js';
import { HandoverWorld } from '../testing/handover-world.js';
import { DecideFacts } from './decide-facts.js';
import type { FactCall } from './fact-call.js';
import { Intake } from './intake.js';

const LOCKED = 'locked' as SessionId;

describe('the intake', () => {
  let world: HandoverWorld;
  let tenant: Tenant;
  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant();
  });
  afterEach(() => world.close());

  /** A message of a session, with its own id. @param poison text in the payload that PostgreSQL cannot store */
  function call(session: string, id: string, poison?: string): FactCall<string> {
    const sessionId = session as SessionId;
    return {
      reference: { by: 'address', session: { sessionId, userId: 'u' as UserId, address: {} } },
      event: { source: 'bot', id: JSON.stringify([session, id]), type: 'message', body: Buffer.from(id) },
      work: async (conversation, { decide }) => {
        const contextData = poison === undefined ? {} : { contextData: { note: poison } };
        const message = { userId: 'u' as UserId, messageId: id, author: 'user' as const, text: id, attachments: [] };
        await decide({ type: 'bot-side-message', forAgent: false, ...message, ...contextData });
        return `${conversation?.sessionId}: ${id}`;
      },
    };
  }
  const take = (session: string, id: string, poison?: string): Promise<string> =>
    world.get(Intake).take(tenant, call(session, id, poison));
  /** The other process of two. */
  const elsewhere = (): Intake => new Intake(world.database, world.get(DecideFacts));

  const textsOf = async (session: string): Promise<string[]> => {
    const rows = await world.rows<{ text: string }>(
      tenant,
      `SELECT m.text FROM messages m JOIN conversations c ON c.id = m.conversation_id
       WHERE m.tenant_id = $1 AND c.session_id = $2 ORDER BY m.position`,
      [session],
    );
    return rows.map(({ text }) => text);
  };
  const inEngage = async (session: string): Promise<string[]> =>
    world.engage.contents(tenant, await world.threadForeignId(tenant, session)).map(({ text }) => text);

  /** Runs `work` while another transaction holds the session's conversation. */
  async function whileLocked<Result>(session: string, work: () => Promise<Result>, then = ''): Promise<Result> {
    const runner = world.newConnection();
    await runner.query('BEGIN');
    try {
      await runner.query('SELECT 1 FROM conversations WHERE session_id = $1 FOR UPDATE', [session]);
      const result = await work();
      if (then !== '') await runner.query(then);
      return result;
    } finally {
      await runner.query('COMMIT');
      await runner.release();
    }
  }

  it('stores each of many calls once and in order, in few transactions', async () => {
    const transactions = vi.spyOn(world.database, 'inTenant');
    const sessions = ['a', 'b', 'c', 'd'];
    const ids = Array.from({ length: 16 }, (_, number) => `m${number}`);
    const calls = ids.flatMap((id) => sessions.flatMap((session) => [take(session, id), take(session, id)]));
    const answers = await Promise.all(calls);
    expect(answers).toEqual(ids.flatMap((id) => sessions.flatMap((session) => Array(2).fill(`${session}: ${id}`))));
    expect(transactions.mock.calls.length).toBeLessThan(calls.length / 4);
    await world.settled();
    for (const session of sessions) {
      expect(await textsOf(session)).toEqual(ids);
      expect(await inEngage(session)).toEqual(ids);
    }
  });

  it('fails only the faulty calls, and lets no other call wait for a locked conversation', async () => {
    await take(LOCKED, 'first');
    await take('known', 'repeated');
    const settled: string[] = [];
    const note = (name: string, work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => settled.push(name),
        () => settled.push(`${name} failed`),
      );
    const waiting = await whileLocked(LOCKED, async () => {
      const refused = world
        .get(Intake)
        .take(tenant, { ...call('new', 'refused'), work: () => Promise.reject(new UnknownThread()) });
      const locked = [note('locked 1', take(LOCKED, 'second')), note('locked 2', take(LOCKED, 'third'))];
      await Promise.all([
        note('good', take('known', 'good')),
        note('poisoned', take('poisoned', 'bad', '\0')),
        note('repeated', take('known', 'repeated')),
        note('refused', refused),
        note('last', take('other', 'last')),
      ]);
      return locked;
    });
    expect(settled.toSorted()).toEqual(['good', 'last', 'poisoned failed', 'refused failed', 'repeated']);
    await Promise.all(waiting);
    expect(settled.slice(5)).toEqual(['locked 1', 'locked 2']);
    expect(await textsOf(LOCKED)).toEqual(['first', 'second', 'third']);
    expect(await textsOf('known')).toEqual(['repeated', 'good']);
    expect(await textsOf('other')).toEqual(['last']);
    const sessions = await world.rows(
      tenant,
      `SELECT 1 FROM conversations WHERE tenant_id = $1 AND session_id IN ('new', 'poisoned')`,
    );
    expect(sessions).toEqual([]);
  });

  it('stores the others when a call waits too long for something other than its conversation', async () => {
    await take(LOCKED, 'first');
    const facts = world.get(DecideFacts);
    const run = facts.run.bind(facts);
    vi.spyOn(facts, 'run').mockImplementation(async (...given) => {
      await world.database.waitForLocks(100);
      return run(...given);
    });
    const runner = world.newConnection();
    await runner.query('BEGIN');
    await runner.query('SELECT 1 FROM lanes FOR UPDATE');
    const sessions = ['a', LOCKED, LOCKED, 'b', 'c'];
    const all = await Promise.allSettled(sessions.map((session, number) => take(session, `m${number}`)));
    await runner.query('COMMIT');
    await runner.release();
    expect(all.map((one) => (one.status === 'fulfilled' ? 'stored' : (one.reason as DatabaseBusy).code))).toEqual([
      'stored',
      'database.busy',
      'database.busy',
      'stored',
      'stored',
    ]);
    expect(await textsOf(LOCKED)).toEqual(['first']);
  });

  it('never deadlocks with a change of settings that changes conversations', async () => {
    await take('known', 'first');
    const runner = world.newConnection();
    const change = async (): Promise<void> => {
      await runner.query('BEGIN');
      await runner.query('SELECT FROM tenants WHERE tenant_id = $1 FOR NO KEY UPDATE', [tenant.id]);
      await runner.query('UPDATE conversations SET updated_at = now() WHERE tenant_id = $1', [tenant.id]);
      await runner.query('UPDATE tenants SET revision = revision + 1 WHERE tenant_id = $1', [tenant.id]);
      await runner.query('COMMIT');
    };
    const changed: Promise<void>[] = [];
    const second = call('known', 'second');
    const work: typeof second.work = async (...given) => {
      changed.push(change());
      await eventually(async () => expect(await world.waitingForLocks()).toBe(1));
      return second.work(...given);
    };
    expect(await world.get(Intake).take(tenant, { ...second, work })).toBe('known: second');
    await Promise.all(changed);
    await runner.release();
  });

  /** Both transactions of the tenant run until the gate is opened: calls that arrive meanwhile share the next one. */
  async function occupied() {
    const gate = Promise.withResolvers<void>();
    const busy: Promise<void>[] = [];
    for (const id of ['one', 'two']) {
      const event = { source: 'sdk' as const, id, type: 'test', body: Buffer.alloc(0) };
      busy.push(world.get(Intake).take(tenant, { event, work: () => gate.promise }));
      await nextTurn();
    }
    return { busy, gate };
  }

  it('never deadlocks with a process that takes the threads of two events in the other order', async () => {
    const [theirs, free] = ['thread-1', 'thread-2'] as [EngageThreadId, EngageThreadId];
    const accept = async (threadId: EngageThreadId): Promise<string> =>
      world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, { type: 'agent-joined' }, { threadId }));
    const runner = world.newConnection();
    const lock = (threadId: EngageThreadId): Promise<unknown> =>
      runner.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenant.id} ${threadId}`]);
    await runner.query('BEGIN');
    await lock(theirs);
    const { busy, gate } = await occupied();
    const transactions = vi.spyOn(world.get(DecideFacts), 'run');
    const first = accept(free); // both wait for the two above, and so share the next transaction
    await nextTurn();
    const second = accept(theirs);
    await nextTurn();
    gate.resolve();
    expect(await first).toBe('unresolved');
    expect(transactions.mock.calls.some(([, { length }]) => length === 2)).toBe(true);
    await lock(free);
    await runner.query('COMMIT');
    await runner.release();
    expect(await second).toBe('unresolved');
    await Promise.all(busy);
  }, 10_000);

  it('decides the events of a thread in their order also when the first of them had to wait for it', async () => {
    const threadId = 'thread-1' as EngageThreadId;
    const decided: string[] = [];
    const event = (id: string, held: boolean): FactCall<string> => ({
      key: 'engage thread-1',
      event: { source: 'webhook', id, type: 'test', body: Buffer.alloc(0) },
      work: async (_, { lockThread }) => {
        if (held) await lockThread(threadId);
        decided.push(id);
        return id;
      },
    });
    const runner = world.newConnection();
    await runner.query('BEGIN');
    await runner.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenant.id} ${threadId}`]);
    const { busy, gate } = await occupied();
    const intake = world.get(Intake);
    const both = [intake.take(tenant, event('first', true)), intake.take(tenant, event('second', false))];
    gate.resolve();
    await eventually(async () => expect(await world.waitingForLocks()).toBe(1));
    await runner.query('COMMIT');
    await runner.release();
    expect(await Promise.all(both)).toEqual(['first', 'second']);
    expect(decided).toEqual(['first', 'second']);
    await Promise.all(busy);
  });

  it('stops waiting for a lock that is held for too long', async () => {
    await take(LOCKED, 'first');
    const late = vi.spyOn(world.get(DecideFacts), 'run');
    late.mockImplementation(async (_, calls, waits) => {
      if (waits) throw new DatabaseBusy('Another call holds the same data.');
      return calls.map(() => 'held');
    });
    const all = await Promise.allSettled(['x', 'y', 'z'].map((id) => take(LOCKED, id)));
    late.mockRestore();
    expect(all.map((one) => one.status === 'rejected' && (one.reason as DatabaseBusy).code)).toEqual(
      Array(3).fill('database.busy'),
    );
    expect(await textsOf(LOCKED)).toEqual(['first']);
  });

  it('decides calls again, in their order, when their conversation was erased while they waited for it', async () => {
    await take(LOCKED, 'erased');
    const erase = `DELETE FROM conversations WHERE session_id = '${LOCKED}'`;
    const calls = await whileLocked(
      LOCKED,
      async () => {
        const waiting = ['first', 'second', 'third'].map((id) => take(LOCKED, id));
        await eventually(async () => expect(await world.waitingForLocks()).toBe(1));
        return { waiting };
      },
      erase,
    );
    expect(await Promise.all(calls.waiting)).toEqual(['first', 'second', 'third'].map((id) => `${LOCKED}: ${id}`));
    expect(await textsOf(LOCKED)).toEqual(['first', 'second', 'third']);
  });

  it('decides a call again whose conversation was erased while it was loaded', async () => {
    const load = vi.spyOn(world.get(FactStore), 'load');
    const nothing = { facts: [{ conversationId: undefined, earlier: undefined }], situations: new Map(), created: [] };
    load.mockResolvedValueOnce({ now: new Date(), ...nothing });
    expect(await take('erased', 'x')).toBe('erased: x');
    expect(await textsOf('erased')).toEqual(['x']);
  });

  it('decides a call again only a few times', async () => {
    const run = vi.spyOn(world.get(DecideFacts), 'run');
    run.mockImplementation((_, calls) => Promise.resolve(calls.map(() => 'held')));
    await expect(take('erased', 'x')).rejects.toMatchObject({ code: 'database.busy' });
    expect(run.mock.calls.length).toBeLessThan(10);
    run.mockRestore();
    expect(await take('erased', 'x')).toBe('erased: x');
  });

  it('accepts the same call once when two processes receive it at the same time', async () => {
    const other = elsewhere();
    const ids = Array.from({ length: 20 }, (_, number) => `m${number}`);
    const both = await Promise.all(ids.flatMap((id) => [take('shared', id), other.take(tenant, call('shared', id))]));
    expect(both).toEqual(ids.flatMap((id) => Array(2).fill(`shared: ${id}`)));
    expect((await textsOf('shared')).toSorted()).toEqual(ids.toSorted());
  });

  it('accepts an event that belongs to no conversation once when two processes receive it at the same time', async () => {
    const answers: string[] = [];
    const event = (id: string, answer: string): FactCall<string> => ({
      event: { source: 'sdk', id, type: 'test', body: Buffer.alloc(0) },
      work: () => Promise.resolve(answer),
    });
    for (let number = 0; number < 10; number++) {
      const [one, two] = await Promise.all([
        world.get(Intake).take(tenant, event(`e${number}`, 'one')),
        elsewhere().take(tenant, event(`e${number}`, 'two')),
      ]);
      expect(one).toBe(two);
      answers.push(one);
    }
    expect(await world.rows(tenant, 'SELECT 1 FROM events WHERE tenant_id = $1')).toHaveLength(answers.length);
  });

  it('decides with the state that the last holder of the lock has left', async () => {
    await world.get(StartHandover).run(tenant, world.start({ sessionId: LOCKED }));
    await world.settled();
    const message = { ...world.message('user', 'Back to the bot?'), sessionId: LOCKED };
    // one statement that locks and reads waits, and then answers with the handover as it was before
    const naive = `SELECT h.ended_at FROM (SELECT id FROM conversations WHERE session_id = 'locked' FOR NO KEY UPDATE) c
      LEFT JOIN LATERAL (SELECT ended_at FROM handovers h WHERE h.conversation_id = c.id) h ON true`;
    const [seen, answer] = await whileLocked(
      LOCKED,
      async () => {
        const both = [world.database.separately(naive), world.get(AcceptBotSideMessage).run(tenant, message)] as const;
        await eventually(async () => expect(await world.waitingForLocks()).toBe(2));
        return both;
      },
      `UPDATE handovers SET ended_at = now(), status = 'completed'; UPDATE conversations SET state = 'bot'`,
    );
    expect(await seen).toEqual([{ ended_at: null }]);
    expect(await answer).toMatchObject({ state: 'bot', route: 'bot' });
  });

  it('decides several facts of one conversation together as one by one, also if one needs the earlier messages', async () => {
    const story = async (session: string, together: boolean): Promise<unknown> => {
      const sessionId = session as SessionId;
      const says = (author: 'user' | 'bot', text: string) => () =>
        world.get(AcceptBotSideMessage).run(tenant, { ...world.message(author, text), sessionId });
      const end = () =>
        world
          .get(EndHandover)
          .run(tenant, { sessionId, how: 'close', request: { key: undefined, body: Buffer.alloc(0) } });
      const start = () =>
        world
          .get(StartHandover)
          .run(tenant, world.start({ sessionId, reason: 'help', profile: { email: 'a@b.example' } }));
      const received = [
        says('user', 'one'),
        says('bot', 'two'),
        start,
        says('user', 'three'),
        says('bot', 'muted'),
        end,
        says('user', 'four'),
        start,
        end,
      ];
      await says('user', 'zero')();
      if (together) {
        const running: Promise<unknown>[] = [];
        await whileLocked(session, async () => {
          for (const step of received) {
            running.push(step());
            await nextTurn(); // some read something before they call the intake
          }
        });
        await Promise.all(running);
      } else for (const step of received) await step();
      return world.rows(
        tenant,
        `SELECT kind, detail - 'handoverId' AS detail FROM (
           SELECT t.position, t.kind, t.detail FROM timeline t JOIN conversations c ON c.id = t.conversation_id WHERE c.session_id = $2
           UNION ALL
           SELECT m.position, m.author, jsonb_build_object('text', m.text, 'forwarding', m.forwarding)
           FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.session_id = $2
         ) story WHERE $1::uuid IS NOT NULL AND kind <> 'delivery' ORDER BY position`,
        [session],
      );
    };
    expect(await story('together', true)).toEqual(await story('apart', false));
  });

  it('answers at once if an agent writes to an unknown thread', async () => {
    const message = {
      contentId: 'c',
      threadForeignId: newId<ForeignId>(),
      senderName: null,
      createdAt: undefined,
      text: 'Hi',
    };
    const nowhere = world
      .get(AcceptAgentMessage)
      .run(tenant, { ...message, attachments: [], rawBody: Buffer.from('x') });
    await expect(nowhere).rejects.toThrow(UnknownThread);
    expect(await world.rows(tenant, 'SELECT 1 FROM events WHERE tenant_id = $1')).toEqual([]);
  });
});
