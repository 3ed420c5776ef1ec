import type { Clock, TenantId } from '#kernel';
import { FileStore, type NewFile, type StoredFile } from '../ports/file-store.js';
import type { FileOwner } from '../ports/files.js';

/** Stored files in memory. */
export class FakeFileStore extends FileStore {
  private readonly files = new Map<string, { readonly tenantId: TenantId; file: StoredFile; at: number }>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async put({ tenantId }: FileOwner, { id, ...file }: NewFile): Promise<void> {
    const key = `${tenantId} ${id}`;
    const known = this.files.get(key);
    this.files.set(key, { tenantId, file: known?.file ?? file, at: this.clock.millis() });
  }

  async find(tenantId: TenantId, id: string): Promise<StoredFile | undefined> {
    return this.files.get(`${tenantId} ${id}`)?.file;
  }

  async purge(tenantId: TenantId, before: Date, limit: number): Promise<number> {
    const expired = [...this.files].filter(([, file]) => file.tenantId === tenantId && file.at < before.getTime());
    for (const [key] of expired.slice(0, limit)) this.files.delete(key);
    return Math.min(expired.length, limit);
  }
}
