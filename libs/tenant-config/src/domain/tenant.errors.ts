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

export class UnknownKey extends AppError {
  readonly code = 'key.unknown';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such key.');
  }
}

/** The tenant was changed since the caller read it. */
export class TenantChanged extends AppError {
  readonly code = 'tenant.changed';
  readonly kind = 'precondition-failed';
  constructor() {
    super('The tenant was changed meanwhile. Read it again and repeat your change with its new ETag.');
  }
}

/** Removing the tenant would lose work. */
export class TenantBusy extends AppError {
  readonly code = 'tenant.busy';
  readonly kind = 'conflict';
  constructor(handovers: number, deliveries: number) {
    super(
      `${handovers} handovers run and ${deliveries} deliveries wait. Add ?force=true to remove the tenant nevertheless.`,
      {
        members: { handovers, deliveries },
      },
    );
  }
}

/** Only secrets that this service chooses can be made anew by it. */
export class NotOurSecret extends AppError {
  readonly code = 'secrets.not-ours';
  readonly kind = 'not-found';
  constructor(known: readonly string[]) {
    super(`There is no such secret that this service generates. There are: ${known.join(', ')}.`);
  }
}
