import { AppError, type AppErrorOptions } from '#kernel';
import type { Service } from './service.js';

interface OutageOptions extends AppErrorOptions {
  readonly service?: Service;
}

/**
 * The remote service cannot be reached or reports that it is down (refused, reset, timed out, 502, 503, 504). Several in a row open
 * the circuit of the service that was called; a failure that concerns one call only must not be thrown as this.
 */
export class DestinationOutage extends AppError {
  readonly code = 'delivery.destination-outage';
  readonly kind = 'unavailable';
  /** What was called; added by `Circuits`, through which every call goes. */
  readonly service: Service | undefined;

  constructor(message: string, { service, ...options }: OutageOptions = {}) {
    super(message, options);
    this.service = service;
  }

  /** The same outage, of this service. */
  of(service: Service): DestinationOutage {
    const { message, retryAfterMs, cause } = this;
    return new DestinationOutage(message, { service, cause, retryAfterMs });
  }
}
