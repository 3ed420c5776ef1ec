import { AppError } from '#kernel';

/** More calls of a tenant wait to be decided than this process keeps in memory. Nothing of the call was stored. */
export class TooManyCallsWaiting extends AppError {
  readonly code = 'tenant.too-many-calls-waiting';
  readonly kind = 'unavailable';
  constructor() {
    super('Too many calls of this tenant are waiting. Retry in a few seconds.', {
      retryAfterMs: 2_000,
    });
  }
}
