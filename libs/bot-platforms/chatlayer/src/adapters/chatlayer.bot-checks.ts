import { Injectable } from '@nestjs/common';
import { BotHttpClient, BotPlatformChecks, type ProbeAnswer } from '#bot-platforms';
import { readObjects, readScalar, tryReadJson } from '#kernel';
import { type Check, type CheckFinding, checksOf, failed, passed, type Tenant, warned } from '#tenant-config';
import { chatlayerBotOf } from '../application/chatlayer-bot.js';
import { CHATLAYER_CHECKS } from '../application/chatlayer-checks.js';

const REFUSED: readonly number[] = [401, 403];

/** Checks Chatlayer's API by the list of bots that the access token may see. */
@Injectable()
export class ChatlayerBotChecks extends BotPlatformChecks {
  constructor(private readonly http: BotHttpClient) {
    super();
  }

  override of(tenant: Tenant): Check[] {
    let answer: Promise<ProbeAnswer> | undefined;
    const bots = (signal: AbortSignal): Promise<ProbeAnswer> => (answer ??= this.listBots(tenant, signal));
    return checksOf(CHATLAYER_CHECKS, {
      'chatlayer-api': async (signal) => apiFinding(await bots(signal)),
      'chatlayer-token': async (signal) => tokenFinding(await bots(signal)),
      'chatlayer-bot': async (signal) => botFinding(chatlayerBotOf(tenant).botId, await bots(signal)),
    });
  }

  private listBots(tenant: Tenant, signal: AbortSignal): Promise<ProbeAnswer> {
    const { apiBaseUrl, accessToken } = chatlayerBotOf(tenant);
    const headers = { authorization: `Bearer ${accessToken.reveal()}` };
    return this.http.probe({ method: 'GET', url: `${apiBaseUrl}/v1/bots`, headers }, signal);
  }
}

function apiFinding({ status }: ProbeAnswer): CheckFinding {
  if (status < 300 || REFUSED.includes(status)) return passed(`The API answers (HTTP ${status}).`);
  return failed(
    `The address answers, but not as Chatlayer's API (HTTP ${status}).`,
    'Set bot.apiBaseUrl to the API of your region: https://api.chatlayer.ai (EU), https://api.prod.us-east4.gcp.chatlayer.ai (US) or https://api.prod.asia-south1.gcp.chatlayer.ai (Asia).',
  );
}

function tokenFinding({ status }: ProbeAnswer): CheckFinding {
  if (!REFUSED.includes(status)) return passed('Chatlayer accepts the access token.');
  return failed(
    `Chatlayer refuses the access token (HTTP ${status}): agents' messages cannot reach customers, and bots cannot be resumed.`,
    'Create a token in Chatlayer (bots overview > Tokens; newer: Settings > Credentials) and set bot.accessToken to it.',
  );
}

/** The answer's shape is known from third-party code only, so an answer that cannot be read is no failure. */
function botFinding(botId: string | undefined, { text }: ProbeAnswer): CheckFinding {
  const ids = idsIn(text);
  if (!ids)
    return warned(
      "Chatlayer's list of bots cannot be read, so the bot's id was not compared.",
      'Compare bot.botId with the address of your bot in Chatlayer: /bots/<botId>/….',
    );
  if (botId === undefined ? ids.length > 0 : ids.includes(botId)) return passed('The access token sees the bot.');
  return failed(
    botId === undefined ? 'The access token sees no bot.' : `The access token does not see the bot ${botId}.`,
    'Compare bot.botId with the address of your bot in Chatlayer (/bots/<botId>/…), and create the token in the same team.',
  );
}

function idsIn(text: string): string[] | undefined {
  const list = tryReadJson(text);
  return Array.isArray(list) ? readObjects(list).flatMap(({ id }) => readScalar(id) ?? []) : undefined;
}
