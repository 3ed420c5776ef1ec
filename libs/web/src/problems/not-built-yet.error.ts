import { AppError } from '#kernel';

/** A documented route whose work is still to be built. */
export class NotBuiltYet extends AppError {
  readonly code = 'not-built-yet';
  readonly kind = 'not-implemented';
  constructor() {
    super('This is not built yet.');
  }
}
