import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { type BotKey, BotKeys } from '../ports/bot-keys.js';

@Injectable()
export class PostgresBotKeys extends BotKeys {
  constructor(private readonly database: Database) {
    super();
  }

  async add(tenantId: TenantId, { id, name, last4, createdAt }: BotKey, hash: Buffer): Promise<void> {
    await this.database.statement(
      'INSERT INTO bot_keys (tenant_id, id, name, key_hash, last4, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [tenantId, id, name, hash, last4, createdAt],
    );
  }

  list(tenantId: TenantId): Promise<BotKey[]> {
    return this.database.statement(
      'SELECT id, name, last4, created_at AS "createdAt" FROM bot_keys WHERE tenant_id = $1 ORDER BY created_at, id',
      [tenantId],
    );
  }

  async remove(tenantId: TenantId, id: string): Promise<boolean> {
    const removed = await this.database.statement(
      'DELETE FROM bot_keys WHERE tenant_id = $1 AND id = $2 RETURNING id',
      [tenantId, id],
    );
    return removed.length > 0;
  }
}
