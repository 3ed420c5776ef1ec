import { AppError } from '#kernel';

/** The process runs but cannot serve. */
export class NotReady extends AppError {
  readonly code = 'health.not-ready';
  readonly kind = 'unavailable';
}
