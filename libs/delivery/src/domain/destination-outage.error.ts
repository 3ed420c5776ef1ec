import { AppError } from '#kernel';

/**
 * The far side cannot be reached or says that it is down (refused, reset, timed out, 502, 503, 504). Several in a row open
 * the destination's circuit; a failure that concerns one call only must not be thrown as this.
 */
export class DestinationOutage extends AppError {
  readonly code = 'delivery.destination-outage';
  readonly kind = 'unavailable';
}
