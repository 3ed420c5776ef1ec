import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cleanText, Clock, type TenantId } from '#kernel';
import { FileStore, type NewFile, type StoredFile } from '../ports/file-store.js';
import type { FileOwner } from '../ports/files.js';

interface Row {
  readonly url: string | null;
  readonly type: string | null;
  readonly filename: string | null;
  readonly content: Buffer | null;
}

@Injectable()
export class PostgresFileStore extends FileStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async put({ tenantId, conversationId }: FileOwner, { id, url, type, filename, content }: NewFile): Promise<void> {
    const texts = [url, type, filename].map((text) => (text === undefined ? null : cleanText(text)));
    await this.database.inTenant(tenantId, () =>
      this.database.query(
        // A file with a new link is kept longer; the condition avoids the lock for most repeats.
        `INSERT INTO files (tenant_id, id, conversation_id, url, type, filename, content, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (tenant_id, id) DO UPDATE SET created_at = EXCLUDED.created_at
         WHERE files.created_at < EXCLUDED.created_at - interval '1 hour'`,
        [tenantId, id, conversationId, ...texts, content ?? null, this.clock.now()],
      ),
    );
  }

  async find(tenantId: TenantId, id: string): Promise<StoredFile | undefined> {
    const [row] = await this.database.inTenant(tenantId, () =>
      this.database.query<Row>('SELECT url, type, filename, content FROM files WHERE tenant_id = $1 AND id = $2', [
        tenantId,
        id,
      ]),
    );
    return row && toStoredFile(row);
  }

  purge(tenantId: TenantId, before: Date, limit: number): Promise<number> {
    return this.database.inTenant(tenantId, async () => {
      const deleted = await this.database.query(
        `DELETE FROM files WHERE tenant_id = $1 AND id IN (
           SELECT f.id FROM files f WHERE f.tenant_id = $1 AND f.created_at < $2 LIMIT $3) RETURNING 1`,
        [tenantId, before, limit],
      );
      return deleted.length;
    });
  }
}

function toStoredFile({ url, type, filename, content }: Row): StoredFile {
  return {
    url: url ?? undefined,
    content: content ?? undefined,
    ...(type !== null && { type }),
    ...(filename !== null && { filename }),
  };
}
