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
 * What a log may show of an error. Nothing else an error object carries gets through: axios keeps whole requests there,
 * TypeORM the parameters of the statement, both with credentials and customers' texts. An error of ours, and what a system said behind it,
 * names its cause in its message and code: a stack is for errors that no one expected.
 */
export function loggedError(error: unknown, depth = DEPTH, isBehindExpected = false): LoggedError {
  if (!(error instanceof Error))
    return {
      type: typeof error,
      message: typeof error === 'string' ? error : 'Something that is no error was thrown.',
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
