import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Database, withConflicts } from '#database';
import { type AdminKey, AdminKeys } from '../ports/admin-keys.js';
import { AdminKeyEntity } from './admin-key.entity.js';
import { UNIQUE_CONFLICTS } from './unique-conflicts.js';

/** Everything but the hash. */
const select = { id: true, name: true, role: true, tenantSlugs: true, last4: true, createdAt: true } as const;

@Injectable()
export class PostgresAdminKeys extends AdminKeys {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ tenantSlugs, ...key }: AdminKey, keyHash: Buffer): Promise<void> {
    const slugs = tenantSlugs && [...tenantSlugs];
    await withConflicts(UNIQUE_CONFLICTS, () =>
      this.database.rows(AdminKeyEntity, (keys) => keys.insert({ ...key, tenantSlugs: slugs, keyHash })),
    );
  }

  async byHash(keyHash: Buffer): Promise<AdminKey | undefined> {
    const key = await this.database.rows(AdminKeyEntity, (keys) => keys.findOne({ select, where: { keyHash } }));
    return key ?? undefined;
  }

  list(limit: number, afterName = ''): Promise<AdminKey[]> {
    return this.database.rows(AdminKeyEntity, (keys) =>
      keys.find({ select, where: { name: MoreThan(afterName) }, order: { name: 'ASC' }, take: limit }),
    );
  }

  /** Of two callers at the same time, one removes the key. */
  remove(id: string): Promise<AdminKey | undefined> {
    return this.database.rows(AdminKeyEntity, async (keys) => {
      const key = await keys.findOne({ select, where: { id } });
      const { affected } = await keys.delete({ id });
      return key && affected === 1 ? key : undefined;
    });
  }

  async unbind(slug: string): Promise<void> {
    await this.database.statement(
      'UPDATE admin_keys SET tenant_slugs = array_remove(tenant_slugs, $1) WHERE $1 = ANY (tenant_slugs)',
      [slug],
    );
  }
}
