import { AppError, type AppErrorOptions } from '#kernel';

/** A value that must be unique belongs to another tenant or key. */
abstract class Taken extends AppError {
  readonly kind = 'conflict';

  /** @param pointer where the value is in the body of the call (RFC 6901) */
  constructor(pointer: string, detail: string, options: AppErrorOptions) {
    super(detail, { ...options, errors: [{ pointer, detail }] });
  }
}

export class AdminKeyNameTaken extends Taken {
  readonly code = 'admin-key.name-taken';
  constructor(options: AppErrorOptions = {}) {
    super('/name', 'Another key has this name. Choose a different one.', options);
  }
}

export class SlugTaken extends Taken {
  readonly code = 'tenant.slug-taken';
  constructor(options: AppErrorOptions = {}) {
    super('/slug', 'Another tenant has this slug. Choose a different one.', options);
  }
}

export class DefaultTaken extends Taken {
  readonly code = 'tenant.default-taken';
  constructor(options: AppErrorOptions = {}) {
    super('/default', 'Another tenant is already the default. Set `default: false` on it first.', options);
  }
}

/** One Engage source serves one tenant. */
export class SourceTaken extends Taken {
  readonly code = 'tenant.source-taken';
  constructor(options: AppErrorOptions = {}) {
    super(
      '/engage/sourceId',
      'Another tenant has this Engage source. Create a source of its own for this tenant, or remove it from the other one.',
      options,
    );
  }
}

/** The key in the URL identifies the tenant. */
export class WebhookKeyTaken extends Taken {
  readonly code = 'tenant.webhook-key-taken';
  constructor(options: AppErrorOptions = {}) {
    super(
      '/bot/webhookKey',
      'Another tenant has this webhook key. Choose a different one, or leave it out to have one generated.',
      options,
    );
  }
}
