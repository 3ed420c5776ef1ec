import type { Provider, Type } from '@nestjs/common';
import type { FrequentJob, Job } from '#database';
import type { DeliveryHandler } from '#delivery';

/** What one folder adds to the module. */
export interface Capability {
  /** Also for other libs. */
  readonly exported?: readonly Type[];
  /** Handlers of the items that it puts into lanes. */
  readonly deliveries?: readonly Type<DeliveryHandler>[];
  /** What it does in the background; also for other libs. */
  readonly jobs?: readonly Type<Job | FrequentJob>[];
  /** For this lib only. */
  readonly internal?: readonly Type[];
}

/** All providers of a capability. */
export function providersOf({ exported = [], deliveries = [], jobs = [], internal = [] }: Capability): Provider[] {
  return [...exported, ...deliveries, ...jobs, ...internal];
}
