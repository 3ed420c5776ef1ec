import { Injectable, Optional } from '@nestjs/common';
import { type Tenant, Traffic, UnwatchedTraffic, validSecrets } from '#tenant-config';
import { sameSecret, whichSecret } from '#web';
import { FindEngageTenant } from './find-engage-tenant.js';
import { IngressMetrics } from './ingress-metrics.js';
import { MalformedVerification, WrongVerifyToken, WrongWebhookSecret } from './ingress.errors.js';

const MAX_CHALLENGE_LENGTH = 1024;

/** Engage asks whether this URL accepts its webhooks (webhooks, "Create"). */
export interface SubscriptionCheck {
  readonly slug: string | undefined;
  readonly mode: unknown;
  readonly challenge: unknown;
  readonly verifyToken: unknown;
  /** `X-Dimelo-Secret`. */
  readonly webhookSecret: string | undefined;
}

@Injectable()
export class VerifySubscription {
  constructor(
    private readonly tenants: FindEngageTenant,
    private readonly metrics: IngressMetrics,
    @Optional() private readonly traffic: Traffic = new UnwatchedTraffic(),
  ) {}

  /** @returns the challenge. @throws UnknownTenant, MalformedVerification, WrongWebhookSecret, WrongVerifyToken */
  async run(check: SubscriptionCheck): Promise<string> {
    const tenant = await this.tenants.run(check.slug);
    try {
      const challenge = challengeOf(tenant, check);
      if (check.webhookSecret !== undefined && tenant.engage.webhookSecret)
        this.traffic.accepted(tenant.id, 'webhooks');
      this.metrics.call('verification', 'ok');
      return challenge;
    } catch (error) {
      this.metrics.call('verification', 'refused');
      if (error instanceof WrongWebhookSecret)
        this.traffic.refused(
          tenant.id,
          'webhooks',
          'Engage verified the webhook with another secret than engage.webhookSecret.',
        );
      throw error;
    }
  }
}

function challengeOf(tenant: Tenant, { mode, challenge, verifyToken, webhookSecret }: SubscriptionCheck): string {
  if (mode !== 'subscribe' || typeof verifyToken !== 'string' || !isChallenge(challenge))
    throw new MalformedVerification();
  const isValid = (setting: string, given: string): boolean =>
    whichSecret(validSecrets(tenant, setting), (secret) => sameSecret(given, secret.reveal())) !== undefined;
  const isStored = tenant.engage.webhookSecret !== undefined; // else it may be set only in Engage yet
  if (webhookSecret !== undefined && isStored && !isValid('engage.webhookSecret', webhookSecret))
    throw new WrongWebhookSecret();
  if (!isValid('engage.verifyToken', verifyToken)) throw new WrongVerifyToken();
  return challenge;
}

function isChallenge(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_CHALLENGE_LENGTH;
}
