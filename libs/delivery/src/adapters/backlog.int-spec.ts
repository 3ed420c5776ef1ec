import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId, type TenantId } from '#kernel';
import { rowsRead } from '#testing';
import { LanesInPostgres } from '../testing/lanes-in-postgres.js';
import { SETTLE_MANY } from './lane-statements.js';

const BACKLOG = 300;

describe('settling while a tenant has a backlog', () => {
  const tenantId = newId<TenantId>();
  let world: LanesInPostgres;
  beforeEach(async () => {
    world = await LanesInPostgres.create();
  });
  afterEach(() => world.close());

  it('reads only the lanes that it settles, even if the statistics do not show the backlog yet', async () => {
    const settled = await world.conversation(tenantId);
    const [first] = await world.append(settled, ['one', 'two']);
    await world.db.dataSource.query(`UPDATE deliveries SET status = 'delivered'`);
    await world.db.dataSource.query('ANALYZE deliveries');
    await world.db.dataSource.query(`UPDATE deliveries SET status = 'pending'`);
    await world.append(
      await world.conversation(tenantId),
      Array.from({ length: BACKLOG }, (_, number) => `waits ${number}`),
    );
    const held = { place: 0, ...settled, direction: 'engage', fence: 0, id: first, status: 'delivered', tries: 1 };
    const statement = { sql: SETTLE_MANY.text, parameters: [JSON.stringify([held]), new Date()] };
    expect(await rowsRead(world.db.dataSource, 'deliveries', statement)).toBeLessThan(10);
  });
});
