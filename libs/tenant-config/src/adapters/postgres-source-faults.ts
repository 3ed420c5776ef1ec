import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import type { SourceFault } from '../domain/source-fault.js';
import { SourceFaults } from '../ports/source-faults.js';

/** SQL by hand, because it runs while messages are delivered; administrators read the rows with the tenant (`SourceFaultEntity`). */
@Injectable()
export class PostgresSourceFaults extends SourceFaults {
  constructor(private readonly database: Database) {
    super();
  }

  async report(tenantId: TenantId, { sourceId, message, since }: SourceFault): Promise<boolean> {
    const inserted = await this.database.query(
      'INSERT INTO source_faults (tenant_id, source_id, message, since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1',
      [tenantId, sourceId, message, since],
    );
    return inserted.length > 0;
  }

  async clear(tenantId: TenantId, sourceId: string): Promise<void> {
    await this.database.query('DELETE FROM source_faults WHERE tenant_id = $1 AND source_id = $2', [
      tenantId,
      sourceId,
    ]);
  }
}
