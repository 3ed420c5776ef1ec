import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '#web';
import { CurrentAdmin, Requires } from '../../access/http/requires.decorator.js';
import { Admin } from '../../domain/access/admin.js';
import { AUDIT_TAG } from '../../http/tags.js';
import type { RecordedEntry } from '../../ports/audit-log.js';
import { ReadAuditLog } from '../read-audit-log.js';
import { AuditEntryDto, AuditPageDto, AuditQueryDto } from './audit-log.dto.js';

@ApiTags(AUDIT_TAG)
@Requires('viewer')
@Controller('admin/audit-log')
export class AuditLogController {
  constructor(private readonly read: ReadAuditLog) {}

  /**
   * Every writing call, with the name of the key that was used. Entries never change, and are kept when their tenant is
   * deleted.
   */
  @Get()
  @ApiOperation({ operationId: 'listAuditEntries', summary: 'List changes by administrators, newest first' })
  @ApiProblems(400, 404)
  async list(@CurrentAdmin() admin: Admin, @Query() query: AuditQueryDto): Promise<AuditPageDto> {
    const { items, nextCursor } = await this.read.page(admin, query);
    return { items: items.map(answer), nextCursor };
  }
}

function answer({ at, actor, keyId, address, action, tenantSlug, tenantId, ...rest }: RecordedEntry): AuditEntryDto {
  const { target = null, detail = {}, requestId } = rest;
  return { at, actor, keyId, address, action, tenant: tenantSlug ?? null, tenantId, target, detail, requestId };
}
