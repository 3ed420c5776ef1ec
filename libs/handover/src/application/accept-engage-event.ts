import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { EngageEvent } from '../domain/engage-fact.js';

/** `applied`: it took effect or was known to have none. `repeated`: seen before. `foreign`: of a source that is not the tenant's. */
export type EventReceipt = 'applied' | 'repeated' | 'unresolved' | 'foreign';

@Injectable()
export class AcceptEngageEvent {
  /** Stores one event and applies it, in one transaction of its own. */
  async run(_tenant: Tenant, _event: EngageEvent): Promise<EventReceipt> {
    throw new Error('not built');
  }
}
