import { AppError, type AppErrorOptions, type JsonObject, readObject } from '#kernel';

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
  /** @param pointer of the member that names the source: its id, or the address that contains it */
  constructor(options: AppErrorOptions = {}, pointer = '/engage/sourceId') {
    super(
      pointer,
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

/** Members of `engage` that name a source: by its id, by the address that contains it, or together with the domain. */
const NAMES_OF_SOURCE = ['sourceId', 'realtimeEndpointUrl', 'baseApiUrl'];

/** Runs the write of a call; a taken source is reported at the member that the caller sent. */
export async function atSentMember<Result>({ engage }: JsonObject, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const sent = NAMES_OF_SOURCE.find((name) => name in readObject(engage));
    if (sent && error instanceof SourceTaken) throw new SourceTaken({ cause: error.cause }, `/engage/${sent}`);
    throw error;
  }
}
