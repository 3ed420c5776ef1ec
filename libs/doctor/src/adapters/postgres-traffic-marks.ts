import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import type { InboundTraffic } from '#tenant-config';
import type { TrafficMark } from '../domain/traffic-mark.js';
import { TrafficMarks } from '../ports/traffic-marks.js';

interface Row {
  readonly subject: InboundTraffic;
  readonly accepted_ago: number | null;
  readonly refused_ago: number | null;
  readonly reason: string | null;
}

@Injectable()
export class PostgresTrafficMarks extends TrafficMarks {
  constructor(private readonly database: Database) {
    super();
  }

  async note(tenantId: TenantId, subject: InboundTraffic, refusal?: string): Promise<void> {
    const columns =
      refusal === undefined ? 'accepted_at = excluded.accepted_at' : 'refused_at = excluded.refused_at, reason = $3';
    await this.database.separately(
      `INSERT INTO tenant_traffic (tenant_id, subject, accepted_at, refused_at, reason)
       SELECT tenant_id, $2, CASE WHEN $3::text IS NULL THEN clock_timestamp() END, CASE WHEN $3::text IS NOT NULL THEN clock_timestamp() END, $3
       FROM tenants WHERE tenant_id = $1
       ON CONFLICT (tenant_id, subject) DO UPDATE SET ${columns}`,
      [tenantId, subject, refusal ?? null],
    );
  }

  async of(tenantId: TenantId): Promise<TrafficMark[]> {
    const rows = await this.database.separately<Row>(
      `SELECT subject, extract(epoch FROM clock_timestamp() - accepted_at)::float8 AS accepted_ago,
         extract(epoch FROM clock_timestamp() - refused_at)::float8 AS refused_ago, reason
       FROM tenant_traffic WHERE tenant_id = $1`,
      [tenantId],
    );
    return rows.map(({ subject, accepted_ago, refused_ago, reason }) => ({
      subject,
      acceptedAgo: accepted_ago ?? undefined,
      refusedAgo: refused_ago ?? undefined,
      reason: reason ?? undefined,
    }));
  }
}
