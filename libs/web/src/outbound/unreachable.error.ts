import { AppError } from '#kernel';

/** Nothing answers there, or not in time. The message names the host; the cause has the code. */
export class Unreachable extends AppError {
  readonly code = 'outbound.unreachable';
  readonly kind = 'unavailable';
}
