import { Injectable } from '@nestjs/common';
import { decodeCursor, type Page, pageOf } from '#web';
import { TenantAccess } from '../access/tenant-access.js';
import type { Admin } from '../domain/access/admin.js';
import { AuditLog, type AuditQuery, type RecordedEntry } from '../ports/audit-log.js';
import { TenantDirectory } from '../ports/tenant-directory.js';

export interface AuditPageRequest {
  readonly tenant?: string;
  readonly limit: number;
  readonly cursor?: string;
}

@Injectable()
export class ReadAuditLog {
  constructor(
    private readonly log: AuditLog,
    private readonly access: TenantAccess,
    private readonly directory: TenantDirectory,
  ) {}

  /** Newest first; a deleted tenant's entries remain. @throws UnknownTenant, InvalidInput for a foreign cursor */
  async page(admin: Admin, { tenant, limit, cursor }: AuditPageRequest): Promise<Page<RecordedEntry>> {
    const [before] = cursor === undefined ? [] : decodeCursor(cursor, 1, /^\d{1,18}$/);
    const found = await this.log.list({
      ...(await this.scope(admin, tenant)),
      limit: limit + 1,
      ...(before !== undefined && { before }),
    });
    return pageOf(found, limit, ({ position }) => [position]);
  }

  /** A slug means the tenant that has it now; after its deletion, those that had it, for keys that are not bound to tenants. */
  private async scope(admin: Admin, slug: string | undefined): Promise<Pick<AuditQuery, 'tenantIds' | 'formerSlug'>> {
    const isFormer = slug !== undefined && !admin.tenantSlugs && !(await this.directory.bySlug(slug));
    if (isFormer) return { formerSlug: slug };
    const tenantIds = await this.access.tenantIds(admin, slug);
    return tenantIds ? { tenantIds } : {};
  }
}
