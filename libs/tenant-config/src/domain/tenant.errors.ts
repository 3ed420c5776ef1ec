import { AppError, type AppErrorOptions } from '#kernel';

/** Settings that this call needs are missing. */
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
    super('The tenant does not exist, or the key cannot see it. Check the slug.');
  }
}

/** A stored secret cannot be opened with the keys that this process has. */
export class SecretUnreadable extends AppError {
  readonly code = 'secrets.unreadable';
  readonly kind = 'unavailable';
  /** @param keyId the key that it needs, where this process does not have it */
  constructor(name: string, { keyId, ...options }: AppErrorOptions & { readonly keyId?: string } = {}) {
    const why = keyId === undefined ? 'it was changed or moved' : `SECRETS_KEYS has no key with the id "${keyId}"`;
    super(`The secret ${name} cannot be opened: ${why}. Add the key, or set the secret again.`, options);
  }
}

export class UnknownKey extends AppError {
  readonly code = 'key.unknown';
  readonly kind = 'not-found';
  constructor() {
    super('The key does not exist. List the keys with GET on the same path.');
  }
}

/** The tenant was changed since the caller read it. */
export class TenantChanged extends AppError {
  readonly code = 'tenant.changed';
  readonly kind = 'precondition-failed';
  constructor() {
    super('The tenant has changed since you read it. Read it again and repeat your change with the new ETag.');
  }
}

/** Removing the tenant would lose work. */
export class TenantBusy extends AppError {
  readonly code = 'tenant.busy';
  readonly kind = 'conflict';
  constructor(handovers: number, deliveries: number) {
    super(
      `Running handovers: ${handovers}, waiting deliveries: ${deliveries}. Add ?force=true to remove the tenant anyway.`,
      {
        members: { handovers, deliveries },
      },
    );
  }
}

/** A setting that running handovers need cannot be changed now. */
export class HandoversRunning extends AppError {
  readonly code = 'tenant.handovers-running';
  readonly kind = 'conflict';
  constructor(handovers: number, pointers: readonly string[]) {
    const many = handovers === 1 ? '1 handover is' : `${handovers} handovers are`;
    super(
      `${many} running, or not finished on both sides yet. Set \`handover.enabled: false\` to start no more, wait until they end or close them ` +
        `(POST /admin/conversations/{id}/close), then change this setting.`,
      {
        members: { handovers },
        errors: pointers.map((pointer) => ({ pointer, detail: 'cannot be changed while handovers are running' })),
      },
    );
  }
}

/** An administrator changed the tenant while the call was served with the former settings. */
export class TenantBeingChanged extends AppError {
  readonly code = 'tenant.being-changed';
  readonly kind = 'unavailable';
  constructor() {
    super('Another call is changing the tenant. Retry in a few seconds.', { retryAfterMs: 1_000 });
  }
}

/** Only secrets that authenticate calls to or from this service can be rotated. */
export class NotOurSecret extends AppError {
  readonly code = 'secrets.not-ours';
  readonly kind = 'not-found';
  constructor(known: readonly string[]) {
    super(`This secret cannot be rotated. These can: ${known.join(', ')}.`);
  }
}
