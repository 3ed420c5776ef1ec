import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TenantId } from '#kernel';
import { insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import type { SourceMark } from '../ports/source-marks.js';
import { PostgresSourceMarks } from './postgres-source-marks.js';

const HOUR = 3_600_000;
const AT = new Date('2026-01-15T10:00:00Z');
const FROM = new Date('2026-01-14T10:00:00Z');

let db: ThrowAwayDatabase;
let marks: PostgresSourceMarks;
beforeAll(async () => {
  db = await throwAwayDatabase();
  marks = new PostgresSourceMarks(db.database);
});
afterAll(() => db?.drop());

const aTenant = (): Promise<TenantId> => insertTenant(db.dataSource);
const take = (id: TenantId, ...sources: string[]) => db.database.inTenant(id, () => marks.take(id, sources, HOUR));
const save = (id: TenantId, sourceId: string, readTo: Date) =>
  db.database.inTenant(id, () => marks.save(id, { sourceId, readTo, readFrom: FROM }));
const unread = (sourceId: string): SourceMark => ({ sourceId, readTo: undefined, readFrom: undefined });

it('gives each source one turn per period, to one process, with its mark', async () => {
  const id = await aTenant();
  expect(await take(id, 'whatsapp')).toEqual([unread('whatsapp')]);
  await save(id, 'whatsapp', AT);
  expect(await take(id, 'whatsapp', 'apple')).toEqual([unread('apple')]);
  expect(await take(id, 'whatsapp', 'apple')).toEqual([]);
  await db.database.inTenant(id, () => marks.makeDue(id));
  expect((await take(id, 'whatsapp')).concat(await take(id, 'apple'))).toEqual([
    { sourceId: 'whatsapp', readTo: AT, readFrom: FROM },
    unread('apple'),
  ]);
});

it('gives a turn to one of several processes that ask at the same time', async () => {
  const id = await aTenant();
  const turns = await Promise.all(Array.from({ length: 4 }, () => take(id, 'whatsapp')));
  expect(turns.flat()).toHaveLength(1);
});

it('keeps tenants apart that use the same source', async () => {
  const [one, other] = [await aTenant(), await aTenant()];
  await take(one, 'whatsapp');
  await save(one, 'whatsapp', AT);
  expect(await take(other, 'whatsapp')).toEqual([unread('whatsapp')]);
});

it('deletes marks of sources that are no longer served, and of tenants that are not enabled', async () => {
  const [one, other] = [await aTenant(), await aTenant()];
  for (const id of [one, other]) {
    await take(id, 'whatsapp', 'apple');
    for (const source of ['whatsapp', 'apple']) await save(id, source, AT);
  }
  await db.database.inTenant(one, () => marks.keepOnly(one, ['apple']));
  await db.database.acrossTenants(() => marks.keepOnlyOf([one]));
  await db.database.inTenant(one, () => marks.makeDue(one));
  expect(await take(one, 'whatsapp')).toEqual([unread('whatsapp')]);
  expect(await take(one, 'apple')).toEqual([{ sourceId: 'apple', readTo: AT, readFrom: FROM }]);
  expect(await take(other, 'apple')).toEqual([unread('apple')]);
});
