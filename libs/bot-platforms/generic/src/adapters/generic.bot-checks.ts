import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BotHttpClient, BotPlatformChecks, type ProbeAnswer } from '#bot-platforms';
import { Clock, newId, Secret } from '#kernel';
import { type Check, type CheckFinding, checksOf, failed, passed, type Tenant, warned } from '#tenant-config';
import { callbackOf, signedHeaders } from '../application/callback.js';
import { GENERIC_CHECKS } from '../application/generic-checks.js';

const REFUSED: readonly number[] = [401, 403];
const ABSENT: readonly number[] = [404, 405, 410];

/** Checks a bot's callback by events of type `ping`, which have no effect. */
@Injectable()
export class GenericBotChecks extends BotPlatformChecks {
  constructor(
    private readonly http: BotHttpClient,
    private readonly clock: Clock,
  ) {
    super();
  }

  override of(tenant: Tenant): Check[] {
    let answer: Promise<ProbeAnswer> | undefined;
    const pinged = (signal: AbortSignal): Promise<ProbeAnswer> => (answer ??= this.ping(tenant, signal));
    return checksOf(GENERIC_CHECKS, {
      'bot-callback': async (signal) => callbackFinding(await pinged(signal)),
      'bot-signature': async (signal) => signatureFinding(await pinged(signal)),
      'bot-forgery': async (signal) => forgeryFinding(await this.ping(tenant, signal, randomSecret())),
    });
  }

  private ping(tenant: Tenant, signal: AbortSignal, forged?: Secret): Promise<ProbeAnswer> {
    const { url, secrets } = callbackOf(tenant);
    const now = this.clock.now();
    const id = newId();
    const body = JSON.stringify({ id, type: 'ping', tenant: tenant.slug, occurredAt: now.toISOString(), data: {} });
    return this.http.probe(
      { method: 'POST', url, headers: signedHeaders(forged ? [forged] : secrets, id, now, body), body },
      signal,
    );
  }
}

function callbackFinding({ status }: ProbeAnswer): CheckFinding {
  if (status < 300 || REFUSED.includes(status)) return passed(`The bot answers (HTTP ${status}).`);
  if (status < 400)
    return failed(
      `The callback URL redirects (HTTP ${status}), which is not followed.`,
      'Set bot.callbackUrl to the final address.',
    );
  if (ABSENT.includes(status))
    return failed(
      `The callback URL does not accept events (HTTP ${status}).`,
      'Compare bot.callbackUrl with the address at which your bot takes POST requests. A bot answers 2xx to types of events that it does not know.',
    );
  if (status >= 500)
    return failed(`The bot failed on an event of type "ping" (HTTP ${status}).`, "Look into the bot's own logs.");
  return warned(
    `The bot answers, but not with 2xx to an event of type "ping" (HTTP ${status}).`,
    'Let the bot answer 2xx to types of events that it does not know.',
  );
}

function signatureFinding({ status }: ProbeAnswer): CheckFinding {
  if (!REFUSED.includes(status)) return passed('The bot did not refuse a signed event.');
  return failed(
    `The bot refuses a correctly signed event (HTTP ${status}).`,
    'Give the bot the value of bot.callbackSecret, or set bot.callbackSecret to the one that it has. If they are the same, compare the clocks.',
  );
}

function forgeryFinding({ status }: ProbeAnswer): CheckFinding {
  if (status >= 300) return passed(`The bot refuses events with a wrong signature (HTTP ${status}).`);
  return warned(
    'The bot accepts events with any signature: anyone who knows its address can write as an agent.',
    'Let the bot verify the headers webhook-id, webhook-timestamp and webhook-signature with bot.callbackSecret.',
  );
}

function randomSecret(): Secret {
  return new Secret(`whsec_${randomBytes(32).toString('base64')}`);
}
