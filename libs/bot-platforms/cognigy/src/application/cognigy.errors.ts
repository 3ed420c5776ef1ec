import { ServiceThrottled } from '#delivery';
import { AppError } from '#kernel';

/** The URLToken is not one of the tenant's Endpoints, as after an import of the flow into another project. */
export class UnknownEndpoint extends AppError {
  readonly code = 'cognigy.unknown-endpoint';
  readonly kind = 'not-found';

  /** @param slug of the tenant that the caller's key belongs to */
  constructor(urlToken: string, slug: string) {
    const message = `The Endpoint ${shortened(urlToken)} does not belong to the tenant "${slug}", whose key the caller holds. Add its URLToken to bot.urlTokens, or use the key of its own tenant.`;
    super(message, { members: { handover: { status: 'error', error: { reason: 'error', message } } } });
  }
}

/** The conversation uses an Endpoint that cannot receive messages from outside. */
export class ChannelUnsupported extends AppError {
  readonly code = 'cognigy.channel-unsupported';
  readonly kind = 'unprocessable';
  constructor() {
    const message = 'This channel cannot receive agent messages.';
    super(message, { members: { handover: { status: 'error', error: { reason: 'unsupported', message } } } });
  }
}

/** Long enough to recognise the Endpoint. */
function shortened(urlToken: string): string {
  return urlToken.length > 16 ? `${urlToken.slice(0, 8)}…` : urlToken;
}

/** The transformer's signature or time stamp is missing or wrong. The error does not say which. */
export class BadTransformerSignature extends AppError {
  readonly code = 'cognigy.signature-bad';
  readonly kind = 'unauthenticated';
  constructor() {
    super(
      'The transformer signature is missing or wrong. Compare transformerSecret on both sides, and the clocks: five minutes are allowed.',
    );
  }
}

/** Our share of Cognigy's rate limit is used up for the moment; Cognigy was not called. */
export class CognigyBudgetSpent extends ServiceThrottled {
  readonly code = 'cognigy.budget-spent';

  constructor(host: string, callsAllowed: number, retryAfterMs: number) {
    super(
      { kind: 'cognigy', host },
      `The limit of ${callsAllowed} calls to ${host} in five minutes is reached; all conversations share it. bot.callBudget sets the limit.`,
      retryAfterMs,
    );
  }
}
