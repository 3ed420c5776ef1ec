import { AppError } from '#kernel';

/** A URL that a tenant supplied leads to an address that this service must not call. */
export class ForbiddenAddress extends AppError {
  readonly code = 'outbound.forbidden-address';
  readonly kind = 'rejected';
  constructor() {
    super('The address is private or local and must not be called (ALLOW_PRIVATE_NETWORKS is false).');
  }
}
