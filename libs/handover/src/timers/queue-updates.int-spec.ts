import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ForeignId, SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { AcceptEngageEvent, AcceptQueueUpdate, EndHandover, FireTimers, StartHandover } from '../index.js';
import { HandoverWorld } from '../testing/handover-world.js';

const { signal } = new AbortController();

describe('updates of the place in the queue', () => {
  let world: HandoverWorld;
  let tenant: Tenant;
  let threadForeignId: ForeignId;

  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant();
    await world.get(StartHandover).run(tenant, world.start());
    await world.settled();
    threadForeignId = await world.threadForeignId(tenant);
  });
  afterEach(() => world.close());

  const update = (position?: number, estimatedWaitSeconds?: number): Promise<void> =>
    world.get(AcceptQueueUpdate).run(tenant, { threadForeignId, position, estimatedWaitSeconds });
  const sweep = async (): Promise<void> => {
    await world.get(FireTimers).run(signal);
    await world.settled();
  };
  const pauseIsOver = (): Promise<unknown> =>
    world.rows(
      tenant,
      `UPDATE handovers SET queue_update_sent_at = queue_update_sent_at - interval '6 s',
         queue_update_due_at = queue_update_due_at - interval '6 s' WHERE tenant_id = $1`,
    );
  const received = (): object[] =>
    world.bot.received.flatMap(({ data }) => {
      if (!('event' in data) || data.event !== 'queueUpdate') return [];
      const { position, estimatedWaitTime } = data;
      return [{ ...(position && { position }), ...(estimatedWaitTime && { estimatedWaitTime }) }];
    });

  it('send the last one of a pause when the pause is over, once', async () => {
    await update(3, 120);
    await update(2, 90);
    await update(1, 60);
    await sweep();
    expect(received()).toEqual([{ position: 3, estimatedWaitTime: 120_000 }]);
    await pauseIsOver();
    await sweep();
    await sweep();
    expect(received()).toEqual([
      { position: 3, estimatedWaitTime: 120_000 },
      { position: 1, estimatedWaitTime: 60_000 },
    ]);
  });

  it('begin another pause with what was sent at the end of one', async () => {
    await update(3);
    await update(2);
    await pauseIsOver();
    await sweep();
    await update(1);
    await sweep();
    expect(received()).toEqual([{ position: 3 }, { position: 2 }]);
    await pauseIsOver();
    await sweep();
    expect(received()).toHaveLength(3);
  });

  it('have no estimate if Engage names none', async () => {
    await update(3, 120);
    await pauseIsOver();
    await update(2);
    await world.settled();
    expect(received()).toEqual([{ position: 3, estimatedWaitTime: 120_000 }, { position: 2 }]);
  });

  it('are not sent if Engage names neither', async () => {
    await update(3, 120);
    await pauseIsOver();
    await update();
    await world.settled();
    expect(received()).toHaveLength(1);
  });

  it.each([
    ['an agent has joined', () => joins()],
    ['the handover is over', () => cancels()],
  ])('are not sent once %s', async (_, happens) => {
    await update(2);
    await update(1);
    await happens();
    await pauseIsOver();
    await sweep();
    expect(received()).toEqual([{ position: 2 }]);
  });

  const joins = async (): Promise<unknown> =>
    world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, { type: 'agent-joined' }));
  const cancels = (): Promise<void> =>
    world.get(EndHandover).run(tenant, {
      sessionId: 's1' as SessionId,
      how: 'cancel',
      request: { key: undefined, body: Buffer.alloc(0) },
    });
});
