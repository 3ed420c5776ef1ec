import pg from 'pg';
import { QueryFailedError } from 'typeorm';

/** Whether a statement failed because of this constraint or unique index. */
export function violates(error: unknown, constraint: string): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof pg.DatabaseError && cause.constraint === constraint;
}
