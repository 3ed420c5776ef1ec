import { type Delivery, DeliveryHandler, type DeliveryOutcome } from '#delivery';
import type { Tenant } from '#tenant-config';
import type { DeliveryContext } from './delivery-context.js';

/** A delivery that is tried now. */
export interface Task<Known = undefined> {
  readonly tenant: Tenant;
  readonly delivery: Delivery;
  /** The result of `read`. */
  readonly known: Known;
  readonly signal: AbortSignal;
}

/**
 * Delivers for a tenant, as it is configured now. While the tenant is disabled its lanes pause; transient failures hold a lane
 * as long as the tenant or the running handover says, unless the kind says otherwise.
 */
export abstract class TenantDelivery<Known = undefined> extends DeliveryHandler {
  /** How long transient failures may hold the lane, if the tenant does not decide that. */
  protected readonly mostMinutes: number | undefined = undefined;

  constructor(protected readonly work: DeliveryContext) {
    super();
  }

  /** @throws UnknownTenant, and what the kind throws */
  async deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    const [tenant, known] = await Promise.all([this.work.tenantFor(delivery), this.read(delivery)]);
    if (!tenant.enabled) return { type: 'paused', reason: 'The tenant is disabled.' };
    return this.send({ tenant, delivery, known, signal });
  }

  async holdMinutes(delivery: Delivery): Promise<number> {
    return this.mostMinutes ?? this.work.holdMinutes(delivery);
  }

  /** What this kind of delivery always needs; read together with the tenant. */
  protected async read(_delivery: Delivery): Promise<Known> {
    return undefined as Known;
  }

  protected abstract send(task: Task<Known>): Promise<DeliveryOutcome>;
}
