import { AppError } from '#kernel';

/** The host does not answer, or not in time. The message names the host; the cause has the code. */
export class Unreachable extends AppError {
  readonly code = 'outbound.unreachable';
  readonly kind = 'unavailable';
}
