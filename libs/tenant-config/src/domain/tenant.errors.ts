import { AppError, type AppErrorOptions } from '#kernel';

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

/** A stored secret cannot be opened with the keys that this process was given. */
export class SecretUnreadable extends AppError {
  readonly code = 'secrets.unreadable';
  readonly kind = 'unavailable';
  constructor(name: string, options: AppErrorOptions = {}) {
    super(
      `The secret ${name} cannot be opened. Its key may be missing in SECRETS_KEYS; setting it anew mends it.`,
      options,
    );
  }
}

export class AdminKeyNameTaken extends AppError {
  readonly code = 'admin-key.name-taken';
  readonly kind = 'conflict';
  constructor(options: AppErrorOptions = {}) {
    super('Another key has this name.', options);
  }
}

export class UnknownKey extends AppError {
  readonly code = 'key.unknown';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such key.');
  }
}
