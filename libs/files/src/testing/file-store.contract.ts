import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#kernel';
import type { FakeClock } from '#testing';
import type { FileStore, NewFile } from '../ports/file-store.js';
import type { FileOwner } from '../ports/files.js';
import { SAMPLES } from './sample-bytes.js';

export interface FileStoreSubject {
  readonly store: FileStore;
  /** The clock of the store. */
  readonly clock: FakeClock;
  /** A new conversation of a new tenant. */
  owner(): Promise<FileOwner>;
}

const HOUR_MS = 3_600_000;
const aFile = (): NewFile => ({ id: newId(), url: 'https://files.example/a.png', type: 'image', content: undefined });

/** What every `FileStore` does. */
export function fileStoreContract(name: string, subject: () => FileStoreSubject): void {
  describe(`${name} as a FileStore`, () => {
    let mine: FileOwner;
    let theirs: FileOwner;
    beforeEach(async () => {
      [mine, theirs] = [await subject().owner(), await subject().owner()];
    });

    it('finds addresses and bytes', async () => {
      const { store } = subject();
      const [at, bytes] = [aFile(), { id: newId(), url: undefined, filename: 'a.png', content: SAMPLES.png }];
      for (const file of [at, bytes]) await store.put(mine, file);
      expect({ id: at.id, ...(await store.find(mine.tenantId, at.id)) }).toEqual(at);
      expect({ id: bytes.id, ...(await store.find(mine.tenantId, bytes.id)) }).toEqual(bytes);
      expect(await store.find(mine.tenantId, newId())).toBeUndefined();
    });

    it('stores a file once, and keeps it longer when it is linked again', async () => {
      const { store, clock } = subject();
      const file = aFile();
      await store.put(mine, file);
      clock.advance(2 * HOUR_MS);
      await store.put(mine, { ...file, filename: 'other.png' });
      expect({ id: file.id, ...(await store.find(mine.tenantId, file.id)) }).toEqual(file);
      expect(await store.purge(mine.tenantId, new Date(clock.millis() - HOUR_MS), 10)).toBe(0);
    });

    it('deletes older files in portions', async () => {
      const { store, clock } = subject();
      for (let count = 0; count < 3; count++) await store.put(mine, aFile());
      clock.advance(1_000);
      const young = aFile();
      await store.put(mine, young);
      const purge = (): Promise<number> => store.purge(mine.tenantId, clock.now(), 2);
      expect([await purge(), await purge(), await purge()]).toEqual([2, 1, 0]);
      expect(await store.find(mine.tenantId, young.id)).toBeDefined();
    });

    it('lets two tenants never see each other', async () => {
      const { store, clock } = subject();
      const file = aFile();
      await store.put(mine, file);
      clock.advance(1_000);
      expect(await store.find(theirs.tenantId, file.id)).toBeUndefined();
      expect(await store.purge(theirs.tenantId, clock.now(), 10)).toBe(0);
      expect(await store.find(mine.tenantId, file.id)).toBeDefined();
    });
  });
}
