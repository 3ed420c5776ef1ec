import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { AppError } from '#kernel';

/** PostgreSQL cannot be reached, restarts, or has no connection to spare: everything may be tried again soon. */
export class DatabaseAway extends AppError {
  readonly code = 'database.away';
  readonly kind = 'unavailable';
  constructor(cause: unknown) {
    super('The database cannot be reached at the moment.', { cause, retryAfterMs: 1_000 });
  }
}

/**
 * Connection exceptions, shutdown, crash, start-up, too many connections, our own patience (PostgreSQL, "Error Codes"); what
 * Node says of sockets.
 */
const AWAY = /^(08...|57P0[1-3]|57014|25P03|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** What `pg` says without a code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** The failure as `DatabaseAway` if the database is away, else as it is. */
export function namedIfAway(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const { code = '' } = error as NodeJS.ErrnoException; // TypeORM copies it from the driver's error
  const isAway = AWAY.test(code) || LOST.test(error.message) || isTakenAway(error);
  return isAway ? new DatabaseAway(error) : error;
}

/** TypeORM takes a lost connection away from the transaction that used it. */
function isTakenAway(error: Error): boolean {
  return error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError;
}
