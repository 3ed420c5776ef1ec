import { Injectable, Logger } from '@nestjs/common';
import { BotHttpClient, BotRejected, BotUnavailable } from '#bot-platforms';
import { BotPlatform, type BotEvent } from '#handover';
import { Clock, type JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { CognigyBudgetSpent } from '../application/cognigy.errors.js';
import { type CognigyCall, callsFor } from '../application/cognigy-calls.js';
import { cognigySettings, type CognigySettings } from '../application/cognigy-settings.js';
import { signature, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '../application/transformer-signature.js';
import { CallBudget } from '../ports/call-budget.js';

/** Nobody listens at the URLToken or the session: a browser that reconnects is back within half a minute. */
const GONE: readonly (number | undefined)[] = [404, 410];
const TRIES_WHEN_GONE = 3;
const BACK_WITHIN_MS = 30_000;

/** Tells the customer by notify and the flow by inject, at Cognigy's Endpoint service or, if set so, its API service. */
@Injectable()
export class CognigyBotPlatform extends BotPlatform {
  override readonly name = 'cognigy';
  override readonly activeFrom = 'first-message';
  private readonly logger = new Logger(CognigyBotPlatform.name);

  constructor(
    private readonly http: BotHttpClient,
    private readonly budget: CallBudget,
    private readonly clock: Clock,
  ) {
    super();
  }

  override destination(tenant: Tenant): string {
    return hostOf(cognigySettings(tenant));
  }

  /** A repeat tells everything again: what the customer's client has seen already is known by its event id. */
  override async deliver(tenant: Tenant, event: BotEvent, signal: AbortSignal, failures = 0): Promise<void> {
    const settings = cognigySettings(tenant);
    const isMinor = event.type === 'handover.status' && event.data.event === 'queueUpdate';
    for (const call of callsFor(event, settings)) {
      if (!(await this.admitted(tenant, hostOf(settings), isMinor))) return;
      await this.send(settings, event, call, signal).catch((error: unknown) => {
        throw judged(error, failures);
      });
    }
  }

  /** @returns false for a queue update that the budget has no room for: the next one tells more, and nothing waits for it */
  private async admitted(tenant: Tenant, host: string, isMinor: boolean): Promise<boolean> {
    try {
      await this.budget.admit(host, tenant.id, isMinor ? 'minor' : 'status');
      return true;
    } catch (error) {
      if (!isMinor || !(error instanceof CognigyBudgetSpent)) throw error;
      this.logger.debug({ tenantId: tenant.id }, 'A queue update was left out: the calls to Cognigy are used up.');
      return false;
    }
  }

  private send(
    settings: CognigySettings,
    event: BotEvent,
    { service, source, ...call }: CognigyCall,
    signal: AbortSignal,
  ): Promise<void> {
    const { endpointBaseUrl, legacyApi, transformerSecret } = settings;
    const urlToken = urlTokenOf(settings, event.address);
    const ids = { userId: event.userId, sessionId: event.sessionId };
    const document = {
      ...ids,
      ...(legacyApi && { URLToken: urlToken }),
      ...call,
      ...(source && !legacyApi && { source }),
    };
    const body = JSON.stringify(document);
    const timestamp = String(Math.floor(this.clock.millis() / 1000));
    const headers = {
      [TIMESTAMP_HEADER]: timestamp,
      [SIGNATURE_HEADER]: signature(transformerSecret, timestamp, body),
    };
    return legacyApi
      ? this.http.post(
          {
            url: `${legacyApi.baseUrl}/v2.0/endpoint/${service}`,
            headers: { ...headers, 'X-API-Key': legacyApi.apiKey.reveal() },
            body,
          },
          signal,
        )
      : this.http.post({ url: `${endpointBaseUrl}/${service}/${encodeURIComponent(urlToken)}`, headers, body }, signal);
  }
}

function hostOf({ endpointBaseUrl, legacyApi }: CognigySettings): string {
  return new URL(legacyApi?.baseUrl ?? endpointBaseUrl).host;
}

/** The Endpoint that the customer uses; a Webhook Endpoint's outputs do not name theirs. */
function urlTokenOf({ urlTokens }: CognigySettings, { urlToken }: JsonObject): string {
  return typeof urlToken === 'string' ? urlToken : (urlTokens[0] ?? '');
}

function judged(error: unknown, failures: number): unknown {
  if (!(error instanceof BotRejected) || !GONE.includes(error.status)) return error;
  if (failures < TRIES_WHEN_GONE - 1)
    return new BotUnavailable(`${error.message} The customer may be reconnecting.`, {
      retryAfterMs: BACK_WITHIN_MS / (TRIES_WHEN_GONE - 1),
      cause: error,
    });
  return new BotRejected(`${error.message} The customer cannot be reached: undeliverable.`, { cause: error });
}
