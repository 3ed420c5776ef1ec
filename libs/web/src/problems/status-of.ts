import type { ErrorKind } from '#kernel';

/** The HTTP status of every kind of failure. */
export const STATUS_OF: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'precondition-failed': 412,
  'timed-out': 408,
  'too-large': 413,
  unsupported: 415,
  unprocessable: 422,
  throttled: 429,
  rejected: 502,
  unavailable: 503,
};
