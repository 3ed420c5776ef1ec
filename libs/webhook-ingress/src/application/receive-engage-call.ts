import { Injectable, Optional } from '@nestjs/common';
import { AppError, type Secret } from '#kernel';
import { TenantIncomplete, Traffic, type Tenant, UnwatchedTraffic, validSecrets } from '#tenant-config';
import { type IncomingBody, type RequestCaller, sameSecret, whichSecret } from '#web';
import { AnswerSdkCall } from './answer-sdk-call.js';
import { canBeSignature, isSignedByEngage, signForEngage } from './engage-signature.js';
import { FindEngageTenant } from './find-engage-tenant.js';
import { IngressMetrics, type EngageCallKind } from './ingress-metrics.js';
import { UnauthenticatedCall, WrongWebhookSecret } from './ingress.errors.js';
import { ReceiveWebhook } from './receive-webhook.js';

/** A POST of Engage, before its body is read. */
export interface EngageCall {
  /** Undefined: the default tenant. */
  readonly slug: string | undefined;
  /** From the header and from the query: proxies may remove headers. */
  readonly signatures: readonly string[];
  /** `X-Dimelo-Secret`. */
  readonly webhookSecret: string | undefined;
  /** Received only once the caller may be Engage. */
  readonly body: Pick<IncomingBody, 'bytes' | 'json'>;
  readonly caller: Pick<RequestCaller, 'acceptInTurn' | 'claim'>;
}

/** The body to send, and its signature if it needs one. */
export interface EngageAnswer {
  readonly body: string;
  readonly signature?: string;
}

/**
 * Receives the calls that Engage posts to a tenant's URL. Only the credential decides whether it is an SDK call or a
 * webhook.
 */
@Injectable()
export class ReceiveEngageCall {
  constructor(
    private readonly tenants: FindEngageTenant,
    private readonly sdkCalls: AnswerSdkCall,
    private readonly webhooks: ReceiveWebhook,
    private readonly metrics: IngressMetrics,
    @Optional() private readonly traffic: Traffic = new UnwatchedTraffic(),
  ) {}

  /** @throws UnknownTenant, TenantIncomplete, UnauthenticatedCall, WrongWebhookSecret, TooManyCalls, UnreadableCall */
  async run(call: EngageCall): Promise<EngageAnswer> {
    const tenant = await this.tenants.run(call.slug);
    const kind = kindOf(call);
    try {
      const answer = await this.serve(tenant, kind, call);
      this.metrics.call(kind, 'ok');
      return answer;
    } catch (error) {
      const isOurs = !(error instanceof AppError) || error.kind === 'unavailable';
      this.metrics.call(kind, isOurs ? 'failed' : 'refused');
      throw error;
    }
  }

  private async serve(tenant: Tenant, kind: EngageCallKind, call: EngageCall): Promise<EngageAnswer> {
    if (kind === 'sdk') return this.answerSdkCall(tenant, call);
    if (kind === 'webhook') return this.receiveWebhook(tenant, call);
    throw new UnauthenticatedCall();
  }

  private async answerSdkCall(tenant: Tenant, { body, caller, signatures }: EngageCall): Promise<EngageAnswer> {
    const tokens = required(tenant, 'engage.realtimeAccessToken');
    if (!signatures.some(canBeSignature)) throw new UnauthenticatedCall();
    caller.claim(tenant.id);
    const bytes = await body.bytes();
    const token = whichSecret(tokens, (one) => isSignedByEngage(bytes, one, signatures));
    if (!token) {
      this.traffic.refused(
        tenant.id,
        'sdk-calls',
        'A call with a wrong signature was received: it was not signed with engage.realtimeAccessToken.',
      );
      throw new UnauthenticatedCall();
    }
    await caller.acceptInTurn({ kind: 'engage', id: tenant.id, keyId: null });
    this.traffic.accepted(tenant.id, 'sdk-calls');
    const answer = JSON.stringify(await this.sdkCalls.run(tenant, await body.json()));
    return { body: answer, signature: signForEngage(answer, token) }; // with the token that the caller used
  }

  private async receiveWebhook(
    tenant: Tenant,
    { body, caller, webhookSecret = '' }: EngageCall,
  ): Promise<EngageAnswer> {
    const expected = required(tenant, 'engage.webhookSecret');
    if (!whichSecret(expected, (secret) => sameSecret(webhookSecret, secret.reveal()))) {
      this.traffic.refused(tenant.id, 'webhooks', 'Events came with another secret than engage.webhookSecret.');
      throw new WrongWebhookSecret();
    }
    await caller.acceptInTurn({ kind: 'engage', id: tenant.id, keyId: null });
    this.traffic.accepted(tenant.id, 'webhooks');
    await this.webhooks.run(tenant, await body.json());
    return { body: '' };
  }
}

function kindOf({ signatures, webhookSecret }: EngageCall): EngageCallKind {
  if (signatures.length > 0) return 'sdk';
  return webhookSecret === undefined ? 'unknown' : 'webhook';
}

function required(tenant: Tenant, setting: string): Secret[] {
  const secrets = validSecrets(tenant, setting);
  if (secrets.length === 0) throw new TenantIncomplete([setting]);
  return secrets;
}
