import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Database, SharedRuns, withConflicts } from '#database';
import { type AdminKey, AdminKeys } from '../ports/admin-keys.js';
import { AdminKeyEntity } from './entities/admin-key.entity.js';
import { UNIQUE_CONFLICTS } from './unique-conflicts.js';

/** Everything but the hash. */
const select = { id: true, name: true, role: true, tenantSlugs: true, last4: true, createdAt: true } as const;

const BY_HASH = {
  name: 'admin-keys.by-hash',
  text: `
    SELECT id, name, role, tenant_slugs AS "tenantSlugs", last4, created_at AS "createdAt", key_hash AS "keyHash"
    FROM admin_keys WHERE key_hash = ANY ($1::bytea[])`,
};

/** Maximum of look-ups in a statement, and of statements at a time. */
const LOOK_UPS = { items: 64, inFlight: 2 } as const;

@Injectable()
export class PostgresAdminKeys extends AdminKeys {
  /** Look-ups that come while statements are running share the next one, so that wrong keys do not use up the connections. */
  private readonly lookUps = new SharedRuns<Buffer, AdminKey | undefined>((hashes) => this.find(hashes), LOOK_UPS);

  constructor(private readonly database: Database) {
    super();
  }

  async add({ tenantSlugs, ...key }: AdminKey, keyHash: Buffer): Promise<void> {
    const slugs = tenantSlugs && [...tenantSlugs];
    await withConflicts(UNIQUE_CONFLICTS, () =>
      this.database.rows(AdminKeyEntity, (keys) => keys.insert({ ...key, tenantSlugs: slugs, keyHash })),
    );
  }

  byHash(keyHash: Buffer): Promise<AdminKey | undefined> {
    return this.lookUps.add(keyHash);
  }

  list(limit: number, afterName = ''): Promise<AdminKey[]> {
    return this.database.rows(AdminKeyEntity, (keys) =>
      keys.find({ select, where: { name: MoreThan(afterName) }, order: { name: 'ASC' }, take: limit }),
    );
  }

  /** Of two calls at the same time, only one removes the key. */
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

  private async find(hashes: readonly Buffer[]): Promise<PromiseSettledResult<AdminKey | undefined>[]> {
    const found = await this.database.separately<AdminKey & { keyHash: Buffer }>(BY_HASH, [hashes]);
    return hashes.map((hash) => {
      const key = found.find(({ keyHash }) => keyHash.equals(hash));
      return { status: 'fulfilled', value: key && withoutHash(key) };
    });
  }
}

function withoutHash({ id, name, role, tenantSlugs, last4, createdAt }: AdminKey): AdminKey {
  return { id, name, role, tenantSlugs, last4, createdAt };
}
