import { Injectable } from '@nestjs/common';
import { decodeCursor, type Page, pageOf } from '#web';
import type { Admin } from '../domain/admin.js';
import { AuditLog, type RecordedEntry } from '../ports/audit-log.js';

export interface AuditPageRequest {
  readonly tenant?: string;
  readonly limit: number;
  readonly cursor?: string;
}

@Injectable()
export class ReadAuditLog {
  constructor(private readonly log: AuditLog) {}

  /** Newest first; a deleted tenant's entries remain. @throws UnknownTenant, InvalidInput for a foreign cursor */
  async page(admin: Admin, { tenant, limit, cursor }: AuditPageRequest): Promise<Page<RecordedEntry>> {
    if (tenant !== undefined) admin.mustSee(tenant);
    const [before] = cursor === undefined ? [] : decodeCursor(cursor, 1, /^\d{1,18}$/);
    const found = await this.log.list({
      tenantSlugs: tenant === undefined ? admin.tenantSlugs : [tenant],
      limit: limit + 1,
      ...(before !== undefined && { before }),
    });
    return pageOf(found, limit, ({ position }) => [position]);
  }
}
