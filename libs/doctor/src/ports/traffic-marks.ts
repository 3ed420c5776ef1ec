import type { TenantId } from '#kernel';
import type { InboundTraffic } from '#tenant-config';
import type { TrafficMark } from '../domain/traffic-mark.js';

/** What ordinary traffic has shown of a tenant. */
export abstract class TrafficMarks {
  /** Notes a refusal, or an acceptance where no reason is given. Nothing happens for a tenant that has been deleted. */
  abstract note(tenantId: TenantId, subject: InboundTraffic, refusal?: string): Promise<void>;
  abstract of(tenantId: TenantId): Promise<TrafficMark[]>;
}
