import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { AppError } from '#kernel';
import { isOfDatabaseSocket } from './connections.js';

/** PostgreSQL cannot be reached, is restarting, or cannot store anything: a retry may succeed soon. */
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

/** Another transaction holds a lock for too long, or waits for a lock of this one. */
export class DataLocked extends DatabaseBusy {
  constructor(cause: unknown) {
    super('Another call has locked the same data. Retry in a few seconds.', cause);
  }
}

/**
 * PostgreSQL, "Error Codes": connection exceptions, insufficient resources (disk full, too many connections), shutdown, crash,
 * start-up, our own time limits, failure of the machine, a standby after a failover, and rejected logins, which happen while a
 * password is replaced.
 */
const AWAY_IN_SQL = /^(08...|53...|57P0[1-5]|57014|25P0[34]|58...|25006|28...|3D000)$/;
/** Lock timeout, deadlock, serialization failure. */
const BUSY_IN_SQL = /^(55P03|40P01|40001)$/;
/** Node's codes for sockets and host names, the same for the database and all other systems. */
const AWAY_IN_NODE = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|ENOTFOUND|EAI_\w+)$/;
/** Messages of `pg` and TypeORM that come without a code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (has encountered a connection error|was closed)|Cannot use a pool after calling end|Driver not Connected)/;

/**
 * The failure as `DatabaseAway` or `DatabaseBusy` if a retry may succeed soon, else unchanged. The failure of a socket to
 * another system is returned unchanged.
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

/** TypeORM releases a lost connection while a transaction still uses it. */
function isTakenAway(error: Error): boolean {
  return error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError;
}
