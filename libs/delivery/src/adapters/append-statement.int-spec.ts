import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeliveryId, newId, type TenantId } from '#kernel';
import type { Direction, LaneKey } from '../domain/delivery.js';
import { LanesInPostgres } from '../testing/lanes-in-postgres.js';
import { appendedItems, appendToLanes, type LaneItem } from './append-statement.js';

describe('appending to lanes of many conversations', () => {
  const tenantId = newId<TenantId>();
  let world: LanesInPostgres;
  let conversations: Pick<LaneKey, 'tenantId' | 'conversationId'>[];
  beforeEach(async () => {
    world = await LanesInPostgres.create();
    conversations = [await world.conversation(tenantId), await world.conversation(tenantId)];
  });
  afterEach(() => world.close());

  const item = (of: number, text: string, more: Partial<LaneItem> = {}): LaneItem => ({
    conversationId: conversations[of]!.conversationId,
    direction: 'engage',
    destination: 'engage.example',
    id: newId<DeliveryId>(),
    kind: 'test',
    payload: { text },
    ...more,
  });

  const append = (...items: LaneItem[]): Promise<unknown> =>
    world.db.database.inTenant(tenantId, () =>
      world.db.database.query(
        `WITH ${appendToLanes({ tenantId: '$1', createdAt: '$2', items: '$3' })}, more AS (SELECT 1) SELECT 1 FROM more`,
        [tenantId, new Date(), appendedItems(items)],
      ),
    );

  const texts = (of: number, direction: Direction = 'engage'): Promise<{ seq: number; text: string }[]> =>
    world.db.database.statement(
      `SELECT seq::int AS seq, payload ->> 'text' AS text FROM deliveries WHERE conversation_id = $1 AND direction = $2 ORDER BY seq`,
      [conversations[of]!.conversationId, direction],
    );

  const lane = async (of: number): Promise<object | undefined> => {
    const rows = await world.db.database.statement<object>(
      `SELECT last_seq::int AS last, revision::int AS revision, destination, waits_for AS "waitsFor", waiting_kind AS kind,
         ready_at > now() AS "isHeld" FROM lanes WHERE conversation_id = $1 AND direction = 'engage'`,
      [conversations[of]!.conversationId],
    );
    return rows[0];
  };

  const holdLane = (): Promise<unknown> =>
    world.db.database.statement(
      `UPDATE lanes SET waits_for = 'rest engage.example', waiting_kind = 'test', ready_at = now() + interval '1 hour'`,
    );

  it('numbers the items of each lane in their order, after the existing ones', async () => {
    await append(item(0, '1'), item(1, 'a'), item(0, '2'), item(0, 'to the bot', { direction: 'bot' }), item(0, '3'));
    await append(item(1, 'b', { destination: 'moved.example' }), item(0, '4'));
    expect(await texts(0)).toEqual(['1', '2', '3', '4'].map((text, place) => ({ seq: place + 1, text })));
    expect(await texts(1)).toEqual(['a', 'b'].map((text, place) => ({ seq: place + 1, text })));
    expect(await texts(0, 'bot')).toEqual([{ seq: 1, text: 'to the bot' }]);
    expect(await lane(1)).toMatchObject({ last: 2, revision: 2, destination: 'moved.example' });
    expect(await lane(0)).toMatchObject({ last: 4, revision: 2, destination: 'engage.example' });
  });

  it('keeps a lane waiting, unless an item asks to check the head again', async () => {
    await append(item(0, '1'), item(1, 'a'));
    await holdLane();
    await append(item(0, '2'), item(1, 'b', { reconsiders: true }), item(1, 'c'));
    expect(await lane(0)).toMatchObject({ waitsFor: 'rest engage.example', kind: 'test', isHeld: true });
    expect(await lane(1)).toMatchObject({ waitsFor: null, kind: null, isHeld: true, last: 3 });
  });

  it('appends nothing if there are no items', async () => {
    await append();
    expect([await texts(0), await lane(0)]).toEqual([[], undefined]);
  });
});
