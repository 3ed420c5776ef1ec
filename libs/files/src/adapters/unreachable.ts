import { FileRefused } from '../domain/file-refused.error.js';

/** The host of a file is away. Of the failure only its code is kept: the rest may name the address. */
export function unreachable(failure: unknown): FileRefused {
  const code = failure instanceof Error ? (failure as NodeJS.ErrnoException).code : failure;
  return new FileRefused('unreachable', 'The host of the file cannot be reached.', {
    cause: new Error(typeof code === 'string' ? code : 'unknown failure'),
  });
}
