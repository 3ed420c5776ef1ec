import { AppError } from '#kernel';

/** A caller whose credential is valid calls more often than its share. */
export class TooManyCalls extends AppError {
  readonly code = 'request.too-many-calls';
  readonly kind = 'throttled';
  constructor(perSecond: number, retryAfterMs: number) {
    super(
      `More than ${perSecond} calls per second come with this credential. Call less often, and retry this call later.`,
      {
        retryAfterMs,
      },
    );
  }
}

/** An address has too many calls without a valid credential. */
export class TooManyRefusals extends AppError {
  readonly code = 'request.too-many-refusals';
  readonly kind = 'throttled';
  /** @param status what the call would have been answered with */
  constructor(status: number, retryAfterMs: number) {
    super(
      `Too many calls without a valid credential have come; this one was refused with ${status}. Check address and key before the next try.`,
      { retryAfterMs },
    );
  }
}
