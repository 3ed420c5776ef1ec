import { Unreachable } from '#web';
import { DestinationOutage } from '../domain/destination-outage.error.js';

/**
 * For calls that circuits count: a host that cannot be reached is an outage. @throws DestinationOutage, or the given error
 * if it is another one
 */
export function rethrowOutage(error: unknown): never {
  if (!(error instanceof Unreachable)) throw error;
  const { message, cause } = error;
  throw new DestinationOutage(message, cause === undefined ? {} : { cause });
}
