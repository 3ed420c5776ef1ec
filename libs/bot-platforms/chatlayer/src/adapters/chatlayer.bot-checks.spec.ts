import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#kernel';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { notPassed, probingClient } from '../../../src/testing/run-checks.js';
import { ChatlayerStub } from '../testing/chatlayer-stub.js';
import { ChatlayerBotChecks } from './chatlayer.bot-checks.js';

const TOKEN = 'id:access-token-for-tests';

describe('the checks of a Chatlayer bot', () => {
  let chatlayer: ChatlayerStub;
  beforeAll(async () => {
    chatlayer = await ChatlayerStub.start({ accessToken: TOKEN, botId: 'b42' });
  });
  beforeEach(() => chatlayer.reset());
  afterAll(() => chatlayer.stop());

  const checked = (botId: string | undefined, accessToken = TOKEN) => {
    const secrets = { accessToken, verifyToken: 'verify-token', webhookKey: 'webhook-key' };
    const tenant = aTenant({
      bot: {
        platform: 'chatlayer',
        settings: { apiBaseUrl: chatlayer.apiBaseUrl, ...(botId && { botId }) },
        secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, new Secret(value)])),
      },
    });
    return notPassed(new ChatlayerBotChecks(probingClient()).of(tenant));
  };

  it('pass, by one call that only reads', async () => {
    expect(await checked('b42')).toEqual({});
    expect(chatlayer.server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/bots']);
    expect(await checked(undefined)).toEqual({});
  });

  it('find a refused token', async () => {
    expect(await checked('b42', 'id:another-token')).toEqual({ 'chatlayer-token': 'fail', 'chatlayer-bot': 'skipped' });
  });

  it('find the id of another bot', async () => {
    expect(await checked('b43')).toEqual({ 'chatlayer-bot': 'fail' });
  });

  it('find an address that is not the API', async () => {
    chatlayer.server.reply({ status: 404 });
    expect(await checked('b42')).toEqual({
      'chatlayer-api': 'fail',
      'chatlayer-token': 'skipped',
      'chatlayer-bot': 'skipped',
    });
  });

  it('warn when the list cannot be read', async () => {
    chatlayer.server.reply({ status: 200, body: '<html>' });
    expect(await checked('b42')).toEqual({ 'chatlayer-bot': 'warn' });
  });
});
