import { AppError, type InputFault } from '#kernel';

/** More than a reader needs; an input may hold tens of thousands. */
const MOST_LISTED = 100;

/** The input breaks rules; all of them are listed, up to 100. */
export class InvalidInput extends AppError {
  readonly code = 'request.invalid';
  readonly kind = 'invalid';
  constructor(errors: readonly InputFault[]) {
    super(`The input is invalid (${errors.length} ${errors.length === 1 ? 'error' : 'errors'}).`, {
      errors: listed(errors),
    });
  }
}

function listed(errors: readonly InputFault[]): readonly InputFault[] {
  if (errors.length <= MOST_LISTED) return errors;
  const more = { pointer: '', detail: `${errors.length - MOST_LISTED} more are not listed` };
  return [...errors.slice(0, MOST_LISTED), more];
}

/** The body is not JSON that this service reads. */
export class MalformedJson extends AppError {
  readonly code = 'request.malformed-json';
  readonly kind = 'invalid';
}
