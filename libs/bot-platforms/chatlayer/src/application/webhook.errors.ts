import { AppError } from '#kernel';

/** The body is not one that Chatlayer sends. */
export class MalformedWebhook extends AppError {
  readonly code = 'chatlayer.malformed';
  readonly kind = 'invalid';
  constructor(detail: string, pointer: string) {
    super('The body is not a call of the Chatlayer offload webhook.', { errors: [{ pointer, detail }] });
  }
}

/** The caller does not know the verify token. */
export class WrongVerifyToken extends AppError {
  readonly code = 'chatlayer.verify-token-wrong';
  readonly kind = 'unauthenticated';
  constructor() {
    super('The verify token is missing, or not the one stored as bot.verifyToken.');
  }
}

/** No tenant has this address, or its bot has another id. */
export class UnknownChatlayerBot extends AppError {
  readonly code = 'chatlayer.unknown-bot';
  readonly kind = 'not-found';
  constructor() {
    super("Unknown Chatlayer bot. Check the URL, and the bot id in the tenant's settings.");
  }
}
