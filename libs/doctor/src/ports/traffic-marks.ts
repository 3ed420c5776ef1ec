import type { TenantId } from '#kernel';
import type { InboundTraffic } from '#tenant-config';
import type { TrafficMark } from '../domain/traffic-mark.js';

/** What ordinary traffic has shown about a tenant. */
export abstract class TrafficMarks {
  /** Stores a refusal, or an acceptance if no reason is given. For a deleted tenant it does nothing. */
  abstract note(tenantId: TenantId, subject: InboundTraffic, refusal?: string): Promise<void>;
  abstract of(tenantId: TenantId): Promise<TrafficMark[]>;
}
