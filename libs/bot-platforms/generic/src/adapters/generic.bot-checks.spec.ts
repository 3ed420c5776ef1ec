import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#kernel';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { type StubReply, StubServer } from '../../../../testing/src/stub-server.js';
import { notPassed, probingClient, testClock } from '../../../src/testing/run-checks.js';
import { GenericBotChecks } from './generic.bot-checks.js';

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

describe('the checks of a generic bot', () => {
  let bot: StubServer;
  const secret = newSecret();
  beforeAll(async () => {
    bot = await StubServer.start();
  });
  beforeEach(() => {
    bot.reset();
    bot.reply(({ text, headers }) => {
      try {
        new Webhook(secret).verify(text, headers as Record<string, string>);
        return { status: 204, body: '' };
      } catch {
        return { status: 401 };
      }
    });
  });
  afterAll(() => bot.stop());

  const checked = (callbackSecret = secret, callbackUrl = `${bot.url}/events`) => {
    const tenant = aTenant({
      bot: { settings: { callbackUrl }, secrets: { callbackSecret: new Secret(callbackSecret) } },
    });
    return notPassed(new GenericBotChecks(probingClient(), testClock).of(tenant));
  };

  it('pass, by two calls that have no effect on a bot', async () => {
    expect(await checked()).toEqual({});
    expect(bot.requests.map((request) => request.json<{ type: string; data: object }>())).toMatchObject([
      { type: 'ping', data: {} },
      { type: 'ping', data: {} },
    ]);
  });

  it('find a bot with another secret', async () => {
    expect(await checked(newSecret())).toEqual({ 'bot-signature': 'fail', 'bot-forgery': 'skipped' });
  });

  it('find a bot that verifies no signatures', async () => {
    bot.reply({ status: 200 });
    expect(await checked()).toEqual({ 'bot-forgery': 'warn' });
  });

  it.each<[string, StubReply]>([
    ['is not there', { status: 404 }],
    ['redirects', { status: 302, headers: { location: '/elsewhere' } }],
    ['fails', { status: 500 }],
    ['breaks the connection', 'reset'],
  ])('find a callback that %s', async (_, reply) => {
    bot.reply(reply);
    expect(await checked()).toEqual({ 'bot-callback': 'fail', 'bot-signature': 'skipped', 'bot-forgery': 'skipped' });
  });

  it('warn of a bot that does not accept unknown types of events', async () => {
    bot.reply({ status: 422 });
    expect(await checked()).toEqual({ 'bot-callback': 'warn' });
  });

  it('are skipped while settings are missing', async () => {
    const tenant = aTenant({ bot: { settings: {}, secrets: {} } });
    expect(await notPassed(new GenericBotChecks(probingClient(), testClock).of(tenant))).toMatchObject({
      'bot-callback': 'skipped',
    });
  });
});
