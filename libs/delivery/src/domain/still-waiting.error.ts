import { AppError } from '#kernel';

/** What a delivery waited for has not happened within the hold limit. */
export class StillWaiting extends AppError {
  readonly code = 'delivery.still-waiting';
  readonly kind = 'unavailable';
}
