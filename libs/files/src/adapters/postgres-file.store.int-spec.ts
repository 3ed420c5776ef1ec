import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TenantId, newId } from '#kernel';
import { StubServer, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import type { FileOwner } from '../ports/files.js';
import { filesContract } from '../testing/files.contract.js';
import { filesOver, storedConversation, storedTenant } from '../testing/files-world.js';
import { SAMPLES } from '../testing/sample-bytes.js';

let db: ThrowAwayDatabase;
let stub: StubServer;
beforeAll(async () => {
  [db, stub] = await Promise.all([throwAwayDatabase(), StubServer.start()]);
  stub.reply({ status: 404 });
});
afterAll(async () => {
  await Promise.all([db?.drop(), stub?.stop()]);
});

filesContract('ConversationFiles on PostgreSQL and HTTP', () => ({
  files: filesOver(db.database).files,
  another: (tenant) => storedConversation(db.database, tenant),
  conversation: async () => {
    const tenant = await storedTenant(db.database);
    return { tenant, owner: await storedConversation(db.database, tenant) };
  },
  host: (path, body) => {
    stub.route('GET', path, { body, headers: { 'content-length': String(body.length) } });
    return `${stub.url}${path}`;
  },
}));

describe('PostgresFileStore', () => {
  const at = { url: 'https://files.example/a\0.png', type: 'image', content: undefined };
  const owner = async (): Promise<FileOwner> => storedConversation(db.database, await storedTenant(db.database));

  it('stores a file once, and lets it live on when it is handed out again', async () => {
    const { store, clock } = filesOver(db.database);
    const mine = await owner();
    const file = { id: newId(), ...at };
    await store.put(mine, file);
    clock.advance(7_200_000);
    await store.put(mine, { ...file, filename: 'other.png' });
    expect(await store.find(mine.tenantId, file.id)).toEqual({ ...at, url: 'https://files.example/a\ufffd.png' });
    clock.advance(-3_600_000);
    expect(await store.purge(mine.tenantId, clock.now(), 10)).toBe(0);
  });

  it('deletes in portions what is older than wanted, of one tenant', async () => {
    const { store, clock } = filesOver(db.database);
    const [mine, theirs] = [await owner(), await owner()];
    for (const whose of [mine, mine, mine, theirs]) await store.put(whose, { id: newId(), ...at });
    const kept = newId();
    clock.advance(1_000);
    await store.put(mine, { id: kept, url: undefined, content: SAMPLES.png });
    const purge = (tenantId: TenantId): Promise<number> => store.purge(tenantId, clock.now(), 2);
    expect([await purge(mine.tenantId), await purge(mine.tenantId), await purge(mine.tenantId)]).toEqual([2, 1, 0]);
    expect((await store.find(mine.tenantId, kept))?.content).toEqual(SAMPLES.png);
    expect(await purge(theirs.tenantId)).toBe(1);
  });

  it('shows no tenant the files of another', async () => {
    const { store } = filesOver(db.database);
    const [mine, theirs] = [await owner(), await owner()];
    const id = newId();
    await store.put(mine, { id, ...at });
    expect(await store.find(theirs.tenantId, id)).toBeUndefined();
    const rows = await db.database.inTenant(theirs.tenantId, () => db.database.query('SELECT 1 FROM files'));
    expect(rows).toEqual([]);
  });

  it('forgets the files of a conversation with it', async () => {
    const { store } = filesOver(db.database);
    const mine = await owner();
    const id = newId();
    await store.put(mine, { id, ...at });
    await db.database.inTenant(mine.tenantId, () =>
      db.database.query('DELETE FROM conversations WHERE tenant_id = $1', [mine.tenantId]),
    );
    expect(await store.find(mine.tenantId, id)).toBeUndefined();
  });
});
