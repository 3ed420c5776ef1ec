import { AppError } from '#kernel';
import type { Service } from './service.js';

/** The circuit of the service is open: it was not called. A lane waits for it without being tried; that does not count. */
export class ServicePaused extends AppError {
  readonly code = 'delivery.service-paused';
  readonly kind = 'unavailable';
  readonly excused = true;

  constructor(
    readonly service: Service,
    reason: string,
  ) {
    super(reason);
  }
}
