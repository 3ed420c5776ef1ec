import { Injectable, Logger } from '@nestjs/common';
import { type BotCall, BotHttpClient, BotRejected, BotUnavailable } from '#bot-platforms';
import { BotPlatform, type BotEvent } from '#handover';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import { CognigyBudgetSpent } from '../application/cognigy.errors.js';
import { callsFor } from '../application/cognigy-calls.js';
import { requestOf } from '../application/cognigy-request.js';
import { cognigySettings, type CognigySettings, endpointOf } from '../application/cognigy-settings.js';
import { CallBudget } from '../ports/call-budget.js';

/** No client is connected for the URLToken or the session: a browser that reconnects is back within half a minute. */
const GONE: readonly (number | undefined)[] = [404, 410];
const TRIES_WHEN_GONE = 3;
const WHEN_GONE =
  'Either the Endpoint is gone or switched off (compare bot.urlTokens and bot.endpointBaseUrl with its Endpoint URL), or the customer is reconnecting.';
const BACK_WITHIN_MS = 30_000;

/**
 * Notifies the customer by notify and the flow by inject, at Cognigy's Endpoint service or, if configured, its API service. Messages of
 * customers on Engage's own sources are sent to the flow at a Webhook Endpoint.
 */
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

  /** A repeat sends everything again: the customer's client recognises what it has seen by the event id. */
  override async deliver(tenant: Tenant, event: BotEvent, signal: AbortSignal, failures = 0): Promise<void> {
    const settings = cognigySettings(tenant);
    const endpoint = endpointOf(settings, event.address);
    const isMinor = event.type === 'handover.status' && event.data.event === 'queueUpdate';
    for (const call of callsFor(event, { ...settings, ...endpoint })) {
      const request = requestOf(settings, endpoint, event, call, this.clock.millis());
      const { host } = new URL(request.url);
      const admit = (): Promise<void> =>
        this.budget.admit(host, tenant.id, isMinor ? 'minor' : 'status', settings.callBudget);
      const named = { ...request, tenantId: tenant.id, service: `cognigy-${call.service}`, admit };
      if (!(await this.called(named, signal, isMinor, failures))) return;
    }
  }

  /** @returns false for a queue update beyond the budget: the next one is newer, and nothing waits for it */
  private async called(call: BotCall, signal: AbortSignal, isMinor: boolean, failures: number): Promise<boolean> {
    try {
      await this.http.post(call, signal);
      return true;
    } catch (error) {
      if (!isMinor || !(error instanceof CognigyBudgetSpent)) throw judged(error, failures);
      this.logger.debug(
        { tenantId: call.tenantId },
        'A queue update was dropped: the budget of calls to Cognigy is used up.',
      );
      return false;
    }
  }
}

function hostOf({ endpointBaseUrl, legacyApi }: CognigySettings): string {
  return new URL(legacyApi?.baseUrl ?? endpointBaseUrl).host;
}

function judged(error: unknown, failures: number): unknown {
  if (!(error instanceof BotRejected) || !GONE.includes(error.status)) return error;
  if (failures < TRIES_WHEN_GONE - 1)
    return new BotUnavailable(`${error.message} ${WHEN_GONE}`, {
      retryAfterMs: BACK_WITHIN_MS / (TRIES_WHEN_GONE - 1),
      cause: error,
    });
  return new BotRejected(`${error.message} The message is undeliverable. ${WHEN_GONE}`, { cause: error });
}
