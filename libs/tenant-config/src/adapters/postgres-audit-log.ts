import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Database } from '#database';
import { Clock, type JsonObject } from '#kernel';
import { type Actor, type AuditEntry, AuditLog, type AuditQuery, type RecordedEntry } from '../ports/audit-log.js';
import { AuditEntryEntity } from './entities/audit-entry.entity.js';

const INSERT = `
  INSERT INTO audit_log (at, actor, key_id, address, request_id, action, tenant_slug, target, detail, tenant_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT tenant_id FROM tenants WHERE slug = $7))`;

@Injectable()
export class PostgresAuditLog extends AuditLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record({ name, origin }: Actor, { action, tenantSlug, target, detail = {} }: AuditEntry): Promise<void> {
    const { requestId, keyId, address } = origin;
    const about = [tenantSlug ?? null, target ?? null, JSON.stringify(detail)];
    await this.database.statement(INSERT, [this.clock.now(), name, keyId, address, requestId, action, ...about]);
  }

  async list({ tenantIds, formerSlug, limit, before }: AuditQuery): Promise<RecordedEntry[]> {
    const where = {
      ...(tenantIds && { tenantId: In([...tenantIds]) }),
      ...(formerSlug !== undefined && { tenantSlug: formerSlug }),
      ...(before !== undefined && { position: LessThan(before) }),
    };
    const entries = await this.database.rows(AuditEntryEntity, (log) =>
      log.find({ where, order: { position: 'DESC' }, take: limit }),
    );
    return entries.map(toEntry);
  }
}

function toEntry({ tenantSlug, target, detail, ...entry }: AuditEntryEntity): RecordedEntry {
  return {
    ...entry,
    detail: detail as JsonObject,
    ...(tenantSlug !== null && { tenantSlug }),
    ...(target !== null && { target }),
  };
}
