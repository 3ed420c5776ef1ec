import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel';
import { StubServer, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import type { FileOwner } from '../ports/files.js';
import { fileStoreContract } from '../testing/file-store.contract.js';
import { filesContract } from '../testing/files.contract.js';
import { filesOver, storedConversation, storedTenant } from '../testing/files-world.js';

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

fileStoreContract('PostgresFileStore', () => ({ ...filesOver(db.database), owner }));

const owner = async (): Promise<FileOwner> => storedConversation(db.database, await storedTenant(db.database));

describe('PostgresFileStore', () => {
  const at = { url: 'https://files.example/a\0.png', type: 'image', content: undefined };

  it('replaces characters that PostgreSQL cannot hold', async () => {
    const { store } = filesOver(db.database);
    const mine = await owner();
    const id = newId();
    await store.put(mine, { id, ...at });
    expect(await store.find(mine.tenantId, id)).toMatchObject({ url: 'https://files.example/a\ufffd.png' });
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

  it('deletes the files of a conversation with it', async () => {
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
