import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { type BotKey, BotKeys } from '../ports/bot-keys.js';
import { BotKeyEntity } from './entities/bot-key.entity.js';

@Injectable()
export class PostgresBotKeys extends BotKeys {
  constructor(private readonly database: Database) {
    super();
  }

  async add(tenantId: TenantId, key: BotKey, keyHash: Buffer): Promise<void> {
    await this.database.rows(BotKeyEntity, (keys) => keys.insert({ ...key, tenantId, keyHash }));
  }

  list(tenantId: TenantId): Promise<BotKey[]> {
    return this.database.rows(BotKeyEntity, (keys) =>
      keys.find({
        select: { id: true, name: true, last4: true, createdAt: true },
        where: { tenantId },
        order: { createdAt: 'ASC', id: 'ASC' },
      }),
    );
  }

  async remove(tenantId: TenantId, id: string): Promise<boolean> {
    const { affected } = await this.database.rows(BotKeyEntity, (keys) => keys.delete({ tenantId, id }));
    return affected === 1;
  }
}
