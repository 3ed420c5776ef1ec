import { AppError } from '#kernel';

/** When to retry after a body was refused, in milliseconds. */
const RETRY_AFTER_MS = 5_000;

/** The body is larger than its route accepts. */
export class BodyTooLarge extends AppError {
  readonly code = 'request.payload-too-large';
  readonly kind = 'too-large';
  constructor(mostBytes: number) {
    super(`The body is too large: this address takes at most ${mostBytes} bytes.`);
  }
}

/** The body came too slowly, or stopped coming. */
export class UploadStalled extends AppError {
  readonly code = 'request.timeout';
  readonly kind = 'timed-out';
  constructor(leastBytes: number, seconds: number) {
    super(`The body was not sent in time: at least ${leastBytes} bytes must arrive every ${seconds} seconds.`);
  }
}

/** The caller hung up before the body was complete. No one reads this answer. */
export class UploadAborted extends AppError {
  readonly code = 'request.aborted';
  readonly kind = 'invalid';
  constructor() {
    super('The connection was closed before the body was complete.');
  }
}

/** One address sends more at the same time than its share. */
export class TooManyBytesOfAddress extends AppError {
  readonly code = 'request.too-many-bytes';
  readonly kind = 'throttled';
  constructor(mostBytes: number) {
    super(
      `Your address sends more than ${mostBytes} bytes of bodies at the same time. Send fewer calls at the same time.`,
      {
        retryAfterMs: RETRY_AFTER_MS,
      },
    );
  }
}

/** The bodies for one tenant take more memory at the same time than its share. */
export class TooManyBytesOfTenant extends AppError {
  readonly code = 'request.too-many-bytes';
  readonly kind = 'throttled';
  constructor(mostBytes: number) {
    super(
      `More than ${mostBytes} bytes of bodies are in progress for this tenant. Send fewer calls at the same time.`,
      {
        retryAfterMs: RETRY_AFTER_MS,
      },
    );
  }
}

/** All callers together send more at the same time than the process holds. */
export class TooManyBytes extends AppError {
  readonly code = 'request.too-busy';
  readonly kind = 'unavailable';
  constructor() {
    super('Too many bodies are being received at the moment. Retry in a few seconds.', {
      retryAfterMs: RETRY_AFTER_MS,
    });
  }
}

/** According to its headers or its bytes, the body is not JSON in UTF-8. */
export class UnsupportedBody extends AppError {
  readonly code = 'request.unsupported-media-type';
  readonly kind = 'unsupported';
}
