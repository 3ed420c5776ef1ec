import { AppError } from '#kernel';

const HOW_TO_SEND = {
  admin: 'A valid admin key is needed: send it as `Authorization: Bearer <key>`. Bot keys are for /v1 only.',
  bot: 'A valid bot key is needed: send it as `Authorization: Bearer <key>` or `X-API-Key: <key>`. Admin keys are for /admin only.',
  outputs: 'The Basic credentials of this tenant (bot.outputsUser, bot.outputsPassword) are needed.',
} as const;

/** No key was sent, or none that is known. */
export class Unauthenticated extends AppError {
  readonly code = 'auth.unauthenticated';
  readonly kind = 'unauthenticated';
  /** @param needed the credentials that the route accepts */
  constructor(needed: keyof typeof HOW_TO_SEND) {
    super(HOW_TO_SEND[needed]);
  }
}

/** The key is known, but its role or its tenants do not cover the call. */
export class Forbidden extends AppError {
  readonly code = 'auth.forbidden';
  readonly kind = 'forbidden';
}

/** The key is known, but the route serves bots of another platform. */
export class WrongPlatform extends AppError {
  readonly code = 'auth.wrong-platform';
  readonly kind = 'forbidden';
  constructor(platform: string) {
    super(`This route serves another bot platform: the key belongs to a tenant whose bot.platform is ${platform}.`);
  }
}
