import { Injectable } from '@nestjs/common';
import { Database, withConflicts } from '#database';
import { type AdminKey, AdminKeys } from '../ports/admin-keys.js';
import { UNIQUE_CONFLICTS } from './unique-conflicts.js';

const COLUMNS = 'id, name, role, tenant_slugs AS "tenantSlugs", last4, created_at AS "createdAt"';

@Injectable()
export class PostgresAdminKeys extends AdminKeys {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ id, name, role, tenantSlugs, last4, createdAt }: AdminKey, hash: Buffer): Promise<void> {
    await withConflicts(UNIQUE_CONFLICTS, () =>
      this.database.statement(
        'INSERT INTO admin_keys (id, name, role, tenant_slugs, key_hash, last4, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [id, name, role, tenantSlugs, hash, last4, createdAt],
      ),
    );
  }

  async byHash(hash: Buffer): Promise<AdminKey | undefined> {
    const [key] = await this.database.statement<AdminKey>(`SELECT ${COLUMNS} FROM admin_keys WHERE key_hash = $1`, [
      hash,
    ]);
    return key;
  }

  list(limit: number, afterName = ''): Promise<AdminKey[]> {
    return this.database.statement(`SELECT ${COLUMNS} FROM admin_keys WHERE name > $1 ORDER BY name LIMIT $2`, [
      afterName,
      limit,
    ]);
  }

  async remove(id: string): Promise<AdminKey | undefined> {
    const [key] = await this.database.statement<AdminKey>(`DELETE FROM admin_keys WHERE id = $1 RETURNING ${COLUMNS}`, [
      id,
    ]);
    return key;
  }

  async unbind(slug: string): Promise<void> {
    await this.database.statement(
      'UPDATE admin_keys SET tenant_slugs = array_remove(tenant_slugs, $1) WHERE $1 = ANY (tenant_slugs)',
      [slug],
    );
  }
}
