import { AppError, type InputFault } from '#kernel';

/** The input breaks rules; all of them are listed. */
export class InvalidInput extends AppError {
  readonly code = 'request.invalid';
  readonly kind = 'invalid';
  constructor(errors: readonly InputFault[]) {
    super(`The input has ${errors.length} ${errors.length === 1 ? 'fault' : 'faults'}.`, { errors });
  }
}

/** The body is not JSON that we read. */
export class MalformedJson extends AppError {
  readonly code = 'request.malformed-json';
  readonly kind = 'invalid';
}
