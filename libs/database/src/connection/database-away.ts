import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { AppError } from '#kernel';
import { isOfDatabaseSocket } from './connections.js';

/** PostgreSQL cannot be reached, restarts, or cannot store anything: everything may be tried again soon. */
export class DatabaseAway extends AppError {
  readonly code = 'database.away';
  readonly kind = 'unavailable';
  constructor(cause?: unknown) {
    super('The database is not available at the moment. Retry in a few seconds.', { cause, retryAfterMs: 1_000 });
  }
}

/** Other calls hold what this one needs: a lock, or all connections that its tenant may use. */
export class DatabaseBusy extends AppError {
  readonly code = 'database.busy';
  readonly kind = 'unavailable';
  constructor(message: string, cause?: unknown) {
    super(message, { cause, retryAfterMs: 1_000 });
  }
}

/** Another transaction keeps a lock for too long, or waits for one of ours. */
export class DataLocked extends DatabaseBusy {
  constructor(cause: unknown) {
    super('Another call has locked the same data. Retry in a few seconds.', cause);
  }
}

/**
 * PostgreSQL, "Error Codes": connection exceptions, insufficient resources (disk full, too many connections), shutdown, crash,
 * start-up, our own patience, failure of the machine below, a standby after a failover, and who may log in, which changes while
 * a password is replaced.
 */
const AWAY_IN_SQL = /^(08...|53...|57P0[1-5]|57014|25P0[34]|58...|25006|28...|3D000)$/;
/** Lock timeout, deadlock, serialization failure. */
const BUSY_IN_SQL = /^(55P03|40P01|40001)$/;
/** What Node says of sockets and names, of the database's as of all others. */
const AWAY_IN_NODE = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|ENOTFOUND|EAI_\w+)$/;
/** What `pg` and TypeORM say without a code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (has encountered a connection error|was closed)|Cannot use a pool after calling end|Driver not Connected)/;

/**
 * The failure as `DatabaseAway` or `DatabaseBusy` if the same may succeed soon, else as it is. The failure of a socket
 * that is not the database's stays as it is.
 */
export function namedIfAway(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = codeOf(error);
  if (BUSY_IN_SQL.test(code)) return new DataLocked(error);
  const isAway = AWAY_IN_SQL.test(code) || isLostSocket(error, code) || LOST.test(error.message) || isTakenAway(error);
  return isAway ? new DatabaseAway(error) : error;
}

/** Whether PostgreSQL could not store something because the disk is full. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === '53100';
}

/** TypeORM copies it from the driver's error. */
function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function isLostSocket(error: Error, code: string): boolean {
  return AWAY_IN_NODE.test(code) && (error instanceof QueryFailedError || isOfDatabaseSocket(error));
}

/** TypeORM takes a lost connection away from the transaction that used it. */
function isTakenAway(error: Error): boolean {
  return error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError;
}
