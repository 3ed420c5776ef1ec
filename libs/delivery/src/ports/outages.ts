import type { TenantId } from '#kernel';

/** Something that deliveries of a tenant wait for: a service that is away, or that the tenant is enabled. */
export interface Outage {
  readonly tenantId: TenantId;
  readonly tenantSlug: string;
  /** `serviceName` of the service, or `TENANT_ENABLED`. */
  readonly waitsFor: string;
  /** Lanes that wait; at most 1,000 are counted. */
  readonly lanes: number;
  /** Start of the longest wait. */
  readonly since: Date;
}

export interface OutageQuery {
  /** undefined: all tenants. */
  readonly tenantIds: readonly TenantId[] | undefined;
  readonly limit: number;
  /** Only those after this one. */
  readonly after?: readonly [tenantId: string, waitsFor: string];
}

/** What lanes wait for, over all workers. */
export abstract class Outages {
  /** Ordered by tenant, then by `waitsFor`. */
  abstract list(query: OutageQuery): Promise<Outage[]>;
}
