import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type JsonObject } from '#kernel';
import type { Admin } from '../domain/admin.js';
import { type AuditEntry, AuditLog, type AuditQuery, type RecordedEntry } from '../ports/audit-log.js';

interface Row {
  readonly position: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly tenant_slug: string | null;
  readonly target: string | null;
  readonly detail: JsonObject;
  readonly request_id: string | null;
}

@Injectable()
export class PostgresAuditLog extends AuditLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record(admin: Admin, { action, tenantSlug, target, detail = {} }: AuditEntry): Promise<void> {
    await this.database.statement(
      'INSERT INTO audit_log (at, actor, action, tenant_slug, target, detail, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [this.clock.now(), admin.name, action, tenantSlug, target, detail, admin.requestId],
    );
  }

  async list({ tenantSlugs, limit, before }: AuditQuery): Promise<RecordedEntry[]> {
    const rows = await this.database.statement<Row>(
      `SELECT * FROM audit_log
       WHERE ($1::text[] IS NULL OR tenant_slug = ANY ($1)) AND ($2::bigint IS NULL OR position < $2)
       ORDER BY position DESC LIMIT $3`,
      [tenantSlugs, before ?? null, limit],
    );
    return rows.map(entryOf);
  }
}

function entryOf({ tenant_slug, target, request_id, ...entry }: Row): RecordedEntry {
  return {
    ...entry,
    requestId: request_id,
    ...(tenant_slug !== null && { tenantSlug: tenant_slug }),
    ...(target !== null && { target }),
  };
}
