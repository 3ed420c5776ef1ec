/** What a failure means to the caller; the HTTP edge and the delivery worker read it, each in its own way. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'precondition-failed'
  | 'timed-out'
  | 'too-large'
  | 'unsupported'
  | 'unprocessable'
  | 'throttled'
  | 'unavailable'
  | 'rejected';

/** One fault of an input: where (JSON pointer) and what. */
export interface InputFault {
  readonly pointer: string;
  readonly detail: string;
}

export interface AppErrorOptions {
  /** The failure that caused this one; it is only in the logs. */
  readonly cause?: unknown;
  readonly errors?: readonly InputFault[];
  /** Further members of the problem document, e.g. `handover`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** How long to wait before trying again, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * A failure with a stable code. The message is safe to show: it says what, where and how to fix it, and never holds a
 * secret or a customer's text.
 */
export abstract class AppError extends Error {
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  readonly errors: readonly InputFault[];
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.errors = options.errors ?? [];
    this.members = options.members ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }
}
