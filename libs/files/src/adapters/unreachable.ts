import { FileRefused } from '../domain/file-refused.error.js';

/** The host of a file is not available. Only the code of the failure is kept: the rest may contain the address. */
export function unreachable(failure: unknown): FileRefused {
  const code = failure instanceof Error ? (failure as NodeJS.ErrnoException).code : failure;
  return new FileRefused('unreachable', 'The host of the file cannot be reached.', {
    cause: new Error(typeof code === 'string' ? code : 'unknown failure'),
  });
}
