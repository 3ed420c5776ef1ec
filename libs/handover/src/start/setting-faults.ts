import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { SourceFaults, type Tenant } from '#tenant-config';
import { type Conversation, EngageMisconfigured } from '#handover-rules';

/** Shows administrators the setting for which Engage refuses everything, until a start succeeds or settings are changed. */
@Injectable()
export class SettingFaults {
  private readonly logger = new Logger(SettingFaults.name);

  constructor(
    private readonly faults: SourceFaults,
    private readonly clock: Clock,
  ) {}

  /** Joins the running transaction; other errors are not reported. */
  async report(tenant: Tenant, conversation: Conversation, error: unknown): Promise<void> {
    const sourceId = sourceOf(tenant, conversation);
    if (sourceId === undefined || !(error instanceof EngageMisconfigured)) return;
    const { message } = error;
    const isNews = await this.faults.report(tenant.id, { sourceId, message, since: this.clock.now() });
    if (isNews) this.logger.warn({ tenantId: tenant.id, sourceId }, message);
  }

  /** Engage has accepted a start. Joins the running transaction. */
  async clear(tenant: Tenant, conversation: Conversation): Promise<void> {
    const sourceId = sourceOf(tenant, conversation);
    if (sourceId !== undefined) await this.faults.clear(tenant.id, sourceId);
  }
}

function sourceOf({ engage }: Tenant, { nativeChannel }: Conversation): string | undefined {
  return nativeChannel?.sourceId ?? engage.sourceId;
}
