import { AppError } from '#kernel';

/** A setting that this call needs was not made yet. */
export class TenantIncomplete extends AppError {
  readonly code = 'tenant.incomplete';
  readonly kind = 'unprocessable';
  constructor(readonly missing: readonly string[]) {
    super(`The tenant is not fully configured. Missing: ${missing.join(', ')}.`, { members: { missing } });
  }
}

/** The tenant is switched off. */
export class TenantDisabled extends AppError {
  readonly code = 'tenant.disabled';
  readonly kind = 'forbidden';
  constructor() {
    super('This tenant is disabled.');
  }
}

export class UnknownTenant extends AppError {
  readonly code = 'tenant.unknown';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such tenant.');
  }
}
