import { AppError } from '#kernel';

/** A caller with a valid credential makes more calls than its limit. */
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

/** An address makes too many calls without a valid credential. */
export class TooManyRefusals extends AppError {
  readonly code = 'request.too-many-refusals';
  readonly kind = 'throttled';
  /** @param status the status that the call would have been answered with */
  constructor(status: number, retryAfterMs: number) {
    super(
      `Too many calls without a valid credential were received; this one would have got ${status}. Check address and key before you retry.`,
      { retryAfterMs },
    );
  }
}
