import type { TenantId } from '#kernel';

/** Something that is called. Two services of one host fail each on its own. */
export interface Service {
  /** What is called there, e.g. `engage-rest`. A label of metrics: one of few. */
  readonly kind: string;
  readonly host: string;
}

/** A tenant's way to a service. Tenants may share a service and fail there each on its own. */
export interface Line {
  readonly tenantId: TenantId;
  readonly service: Service;
}

/** As lanes name what they wait for. */
export function serviceName({ kind, host }: Service): string {
  return `${kind} ${host}`;
}
