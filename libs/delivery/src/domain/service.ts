import type { TenantId } from '#kernel';

/** Something that is called. Two services of one host fail independently. */
export interface Service {
  /** What is called there, e.g. `engage-rest`. A label of metrics: one of few. */
  readonly kind: string;
  readonly host: string;
}

/** A tenant's access to a service. Tenants may share a service, but fail there independently. */
export interface Line {
  readonly tenantId: TenantId;
  readonly service: Service;
}

/** The name under which lanes wait for the service. */
export function serviceName({ kind, host }: Service): string {
  return `${kind} ${host}`;
}
