import { AppError } from '#kernel';

const DEPTH = 4;

export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/**
 * What a log may show of an error. All other members are left out: an HTTP client may keep whole requests there, and TypeORM
 * the parameters of the statement, both with credentials and customers' texts. Our own errors, and the errors with a code that
 * caused them, name the cause in message and code: only unexpected errors have a stack.
 */
export function loggedError(error: unknown, depth = DEPTH, isBehindExpected = false): LoggedError {
  if (!(error instanceof Error))
    return {
      type: typeof error,
      message: typeof error === 'string' ? error : 'A value that is not an Error was thrown.',
    };
  const { code } = error as { code?: unknown };
  const hasCode = typeof code === 'string';
  const isExpected = error instanceof AppError || (isBehindExpected && hasCode);
  return {
    type: error.name,
    message: error.message,
    ...(hasCode && { code }),
    ...stackOf(error, isExpected),
    ...(error.cause !== undefined && depth > 0 && { cause: loggedError(error.cause, depth - 1, isExpected) }),
  };
}

function stackOf({ stack }: Error, isExpected: boolean): { stack?: string } {
  return isExpected || stack === undefined ? {} : { stack };
}
