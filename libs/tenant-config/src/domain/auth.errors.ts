import { AppError } from '#kernel';

/** No key was sent, or none that is known. */
export class Unauthenticated extends AppError {
  readonly code = 'auth.unauthenticated';
  readonly kind = 'unauthenticated';
  constructor() {
    super('A valid key is needed: send it as `Authorization: Bearer <key>`.');
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
