import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, newId, type TenantId, type UserId } from '#kernel';
import { type Identity, IdentityStore } from '../ports/identity-store.js';
import { IDENTITIES } from './columns/identity-columns.js';

@Injectable()
export class PostgresIdentityStore extends IdentityStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async getOrCreate(tenantId: TenantId, userId: UserId, screenname: string): Promise<Identity> {
    const known = await this.database.query<object>('SELECT * FROM identities WHERE tenant_id = $1 AND user_id = $2', [
      tenantId,
      userId,
    ]);
    if (known[0]) return IDENTITIES.read(known[0]);
    // Another session of the same customer may be creating it at the same time: keep the existing row.
    const rows = await this.database.query<object>(
      `INSERT INTO identities (tenant_id, user_id, foreign_id, user_fields, context_data, created_at, updated_at) VALUES ($1, $2, $3, $4, '{}', $5, $5)
       ON CONFLICT (tenant_id, user_id) DO UPDATE SET user_id = identities.user_id RETURNING *`,
      [tenantId, userId, newId(), { screenname }, this.clock.now()],
    );
    return only(rows);
  }

  async save(
    tenantId: TenantId,
    userId: UserId,
    profile: Pick<Identity, 'userFields' | 'contextData'>,
  ): Promise<Identity> {
    const rows = await this.database.query<object>(
      `INSERT INTO identities (tenant_id, user_id, foreign_id, user_fields, context_data, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
       ON CONFLICT (tenant_id, user_id) DO UPDATE SET user_fields = $4, context_data = $5, updated_at = $6 RETURNING *`,
      [tenantId, userId, newId(), profile.userFields, profile.contextData, this.clock.now()],
    );
    return only(rows);
  }
}

function only([row]: readonly object[]): Identity {
  if (!row) throw new Error('An identity was deleted while it was written.');
  return IDENTITIES.read(row);
}
