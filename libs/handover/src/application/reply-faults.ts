import { Injectable, Logger } from '@nestjs/common';
import { Clock, type TenantId } from '#kernel';
import { SourceFaults, type Tenant } from '#tenant-config';
import { ReplyNotPermitted } from '../domain/handover.errors.js';

/** Tells administrators, once for each source, that the token's user may not answer there. */
@Injectable()
export class ReplyFaults {
  private readonly logger = new Logger(ReplyFaults.name);

  constructor(
    private readonly faults: SourceFaults,
    private readonly clock: Clock,
  ) {}

  /** Joins the running transaction; other errors are none of its business. */
  async report(tenantId: TenantId, sourceId: string | undefined, error: unknown): Promise<void> {
    if (sourceId === undefined || !(error instanceof ReplyNotPermitted)) return;
    const message = `The user of engage.apiAccessToken needs the permissions "read" and "reply" on the source ${sourceId}. ${error.message}`;
    const isNews = await this.faults.report(tenantId, { sourceId, message, since: this.clock.now() });
    if (isNews) this.logger.warn({ tenantId, sourceId }, message);
  }

  clear(tenant: Tenant, sourceId: string): Promise<void> {
    return this.faults.clear(tenant.id, sourceId);
  }
}
