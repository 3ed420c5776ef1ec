import { Injectable } from '@nestjs/common';
import { BotHttpClient, BotPlatformChecks } from '#bot-platforms';
import { Clock } from '#kernel';
import { type Check, type CheckFinding, checksOf, failed, passed, skipped, type Tenant } from '#tenant-config';
import { COGNIGY_CHECKS } from '../application/cognigy-checks.js';
import { probeOf } from '../application/cognigy-request.js';
import { type CognigyEndpoint, type CognigySettings, cognigySettings } from '../application/cognigy-settings.js';
import { CallBudget } from '../ports/call-budget.js';

const REFUSED: readonly number[] = [401, 403];
const ABSENT: readonly number[] = [404, 405, 410];
/** A tenant has a handful; more would take too long. */
const MOST_ENDPOINTS = 5;

interface Looked {
  /** The end of the URLToken. */
  readonly name: string;
  readonly status: number;
}

/** Checks Endpoints by notify calls without a session, so that they reach no one. */
@Injectable()
export class CognigyBotChecks extends BotPlatformChecks {
  constructor(
    private readonly http: BotHttpClient,
    private readonly budget: CallBudget,
    private readonly clock: Clock,
  ) {
    super();
  }

  override of(tenant: Tenant): Check[] {
    let answers: Promise<Looked[]> | undefined;
    const looked = (signal: AbortSignal): Promise<Looked[]> => (answers ??= this.lookAtAll(tenant, signal));
    return checksOf(COGNIGY_CHECKS, {
      'cognigy-endpoints': async (signal) => endpointsFinding(await looked(signal)),
      'cognigy-signature': async (signal) => signatureFinding(await looked(signal)),
      'cognigy-native-endpoint': (signal) => this.nativeEndpoint(tenant, signal),
    });
  }

  private async lookAtAll(tenant: Tenant, signal: AbortSignal): Promise<Looked[]> {
    const settings = cognigySettings(tenant);
    const endpoints = settings.urlTokens.slice(0, MOST_ENDPOINTS).map((urlToken) => ({ urlToken, isNative: false }));
    return Promise.all(endpoints.map((endpoint) => this.lookAt(tenant, settings, endpoint, signal)));
  }

  private async lookAt(
    tenant: Tenant,
    settings: CognigySettings,
    endpoint: CognigyEndpoint,
    signal: AbortSignal,
  ): Promise<Looked> {
    const probe = probeOf(settings, endpoint, this.clock.millis());
    const { host } = new URL(probe.url);
    const admit = (): Promise<void> => this.budget.admit(host, tenant.id, 'minor', settings.callBudget);
    const { status } = await this.http.probe({ method: 'POST', ...probe, admit }, signal);
    return { name: `…${endpoint.urlToken.slice(-6)}`, status };
  }

  private async nativeEndpoint(tenant: Tenant, signal: AbortSignal): Promise<CheckFinding> {
    const settings = cognigySettings(tenant);
    const { nativeUrlToken, servesEngage } = settings;
    if (!servesEngage)
      return skipped('The tenant has no source that Engage serves itself (engage.nativeSourceIds is empty).');
    if (nativeUrlToken === undefined)
      return failed(
        "bot.nativeUrlToken is not set: flows do not receive messages of Engage's own sources.",
        'Create an Endpoint of type Webhook in Cognigy and set bot.nativeUrlToken to the last part of its Endpoint URL.',
      );
    const looked = await this.lookAt(tenant, settings, { urlToken: nativeUrlToken, isNative: true }, signal);
    if (!REFUSED.includes(looked.status)) return endpointsFinding([looked]);
    return failed(
      `The Webhook Endpoint ${looked.name} refuses our calls (HTTP ${looked.status}).`,
      'Set bot.nativeApiKey to an API key of this Endpoint (Cognigy: the Endpoint, "API Key Authentication"), and paste the transformer script with the current secret.',
    );
  }
}

function endpointsFinding(looked: readonly Looked[]): CheckFinding {
  const absent = looked.filter(({ status }) => ABSENT.includes(status));
  if (absent.length > 0)
    return failed(
      `Cognigy knows no Endpoint ${absent.map(shown).join(', ')}.`,
      'Compare bot.endpointBaseUrl and bot.urlTokens with the Endpoint URL in Cognigy (Deploy > Endpoints), and check that the Endpoint is switched on.',
    );
  const broken = looked.filter(({ status }) => status >= 500 || (status >= 300 && status < 400));
  if (broken.length > 0)
    return failed(
      `Cognigy failed or redirected for the Endpoint ${broken.map(shown).join(', ')}.`,
      'Check bot.endpointBaseUrl: it begins with https and equals the Endpoint URL without its last part.',
    );
  return passed(looked.length === 0 ? 'There is no Endpoint to look at.' : `${looked.length} Endpoint(s) answer.`);
}

function signatureFinding(looked: readonly Looked[]): CheckFinding {
  const refused = looked.filter(({ status }) => REFUSED.includes(status));
  if (refused.length === 0) return passed('No Endpoint refused our signature.');
  return failed(
    `Our signed call is refused by the Endpoint ${refused.map(shown).join(', ')}.`,
    'Paste the transformer script of the setup guide again, with the current secret, and check that its Notify and Inject switches are on. With bot.legacyApi, check bot.legacyApi.apiKey.',
  );
}

function shown({ name, status }: Looked): string {
  return `${name} (HTTP ${status})`;
}
