import { AppError } from '#kernel';
import type { Service } from './service.js';

/** Our own share of the calls to a service is used up for the moment; it was not called. The wait does not count. */
export abstract class ServiceThrottled extends AppError {
  readonly kind = 'throttled';
  readonly excused = true;

  constructor(
    readonly service: Service,
    message: string,
    retryAfterMs: number,
  ) {
    super(message, { retryAfterMs });
  }
}
