import { Injectable, Logger } from '@nestjs/common';
import { Clock, type TenantId } from '#kernel';
import { SourceFaults, type Tenant } from '#tenant-config';
import { ReplyNotPermitted } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';

/** Shows administrators, once for each source, that the token's user may not answer there. */
@Injectable()
export class ReplyFaults {
  private readonly logger = new Logger(ReplyFaults.name);

  constructor(
    private readonly faults: SourceFaults,
    private readonly contactCentre: ContactCentre,
    private readonly clock: Clock,
  ) {}

  /** The error with the source's name, by which people know it. Asks Engage, so it runs outside of transactions. */
  async named(tenant: Tenant, sourceId: string, error: unknown, signal: AbortSignal): Promise<unknown> {
    if (!(error instanceof ReplyNotPermitted)) return error;
    try {
      const name = await this.contactCentre.sourceName(tenant, sourceId, signal);
      return name === undefined ? error : new ReplyNotPermitted(error.message, error, name);
    } catch (failure) {
      this.logger.debug({ err: failure, sourceId }, 'The name of the source is not known; its id is used.');
      return error;
    }
  }

  /** Joins the running transaction; other errors are not reported. */
  async report(tenantId: TenantId, sourceId: string | undefined, error: unknown): Promise<void> {
    if (sourceId === undefined || !(error instanceof ReplyNotPermitted)) return;
    const source = error.sourceName === undefined ? sourceId : `"${error.sourceName}" (${sourceId})`;
    const message = `The user of engage.apiAccessToken needs the permissions "read" and "reply" on the source ${source}. ${error.message}`;
    const isNews = await this.faults.report(tenantId, { sourceId, message, since: this.clock.now() });
    if (isNews) this.logger.warn({ tenantId, sourceId }, message);
  }

  clear(tenant: Tenant, sourceId: string): Promise<void> {
    return this.faults.clear(tenant.id, sourceId);
  }
}
