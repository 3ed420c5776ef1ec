import { AppError, type ErrorKind, type InputFault } from '#kernel';

/** The tenant was refused; the errors use the field names that the caller sent. */
export class ImportRefused extends AppError {
  readonly code: string;
  readonly kind: ErrorKind;
  constructor(cause: AppError, errors: readonly InputFault[]) {
    super(cause.message, { cause, errors, members: cause.members });
    this.code = cause.code;
    this.kind = cause.kind;
  }
}
