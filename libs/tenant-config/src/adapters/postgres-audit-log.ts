import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Database } from '#database';
import { Clock, type JsonObject } from '#kernel';
import type { Admin } from '../domain/admin.js';
import { type AuditEntry, AuditLog, type AuditQuery, type RecordedEntry } from '../ports/audit-log.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

@Injectable()
export class PostgresAuditLog extends AuditLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record({ name, requestId }: Admin, { detail = {}, ...entry }: AuditEntry): Promise<void> {
    const recorded = { ...entry, detail, at: this.clock.now(), actor: name, requestId };
    await this.database.rows(AuditEntryEntity, (log) => log.insert(recorded));
  }

  async list({ tenantSlugs, limit, before }: AuditQuery): Promise<RecordedEntry[]> {
    const where = {
      ...(tenantSlugs && { tenantSlug: In([...tenantSlugs]) }),
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
