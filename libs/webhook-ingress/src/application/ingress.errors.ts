import { AppError } from '#kernel';

/** Neither a valid SDK signature nor a webhook secret: the caller is unknown. */
export class UnauthenticatedCall extends AppError {
  readonly code = 'engage.signature-invalid';
  readonly kind = 'unprocessable';
  constructor() {
    super(
      "The call carries no valid signature. Check that the source's API access token is the one stored as engage.realtimeAccessToken.",
    );
  }
}

export class WrongWebhookSecret extends AppError {
  readonly code = 'engage.webhook-secret-wrong';
  readonly kind = 'forbidden';
  constructor() {
    super('X-Dimelo-Secret is not the secret stored as engage.webhookSecret.');
  }
}

export class WrongVerifyToken extends AppError {
  readonly code = 'engage.verify-token-wrong';
  readonly kind = 'forbidden';
  constructor() {
    super('hub.verify_token is not the token stored as engage.verifyToken.');
  }
}

export class MalformedVerification extends AppError {
  readonly code = 'engage.verification-malformed';
  readonly kind = 'invalid';
  constructor() {
    super('A verification needs hub.mode=subscribe, hub.challenge and hub.verify_token.');
  }
}

/** Authentic, but with a wrong time: someone may have recorded the call and sent it again. */
export class CallOutOfTime extends AppError {
  readonly code = 'engage.call-out-of-time';
  readonly kind = 'unprocessable';
  constructor() {
    super(
      'The time of the call is more than 24 hours ago or 15 minutes ahead. Check the clocks, or set engage.replayWindow to observe.',
    );
  }
}

/** Authentic, but not in a form that Engage sends. */
export class UnreadableCall extends AppError {
  readonly code = 'engage.body-unreadable';
  readonly kind = 'invalid';
}

/** The call of Engage could not be stored; Engage has to repeat it. */
export class IngressUnavailable extends AppError {
  readonly code = 'engage.not-stored';
  readonly kind = 'unavailable';
  constructor(cause?: unknown) {
    super('The call could not be stored completely. Retry it.', { cause, retryAfterMs: 1_000 });
  }
}
