import { AppError, type ErrorKind } from '#kernel';

export type RefusalReason = 'forbidden-address' | 'not-found' | 'too-large' | 'kind' | 'unreachable';

/** A file that is not passed on. The message says why, for agents and customers to read. */
export class FileRefused extends AppError {
  readonly code = 'file.refused';
  readonly kind: ErrorKind;

  constructor(
    readonly reason: RefusalReason,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
    this.kind = reason === 'unreachable' ? 'unavailable' : 'unprocessable';
  }
}
