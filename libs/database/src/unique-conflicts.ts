import type { AppError } from '#kernel';
import { violates } from './violates.js';

/** The error that a violation means to the caller, by the name of the unique constraint or index. */
export type UniqueConflicts = Readonly<Record<string, new (options: { cause: unknown }) => AppError>>;

/** Runs a write; a violated constraint becomes its error, every other failure is thrown unchanged. */
export async function withConflicts<Result>(conflicts: UniqueConflicts, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    for (const [constraint, Conflict] of Object.entries(conflicts))
      if (violates(error, constraint)) throw new Conflict({ cause: error });
    throw error;
  }
}
