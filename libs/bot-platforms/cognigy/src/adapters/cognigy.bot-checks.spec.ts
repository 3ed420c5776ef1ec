import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#kernel';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { notPassed, probingClient, testClock } from '../../../src/testing/run-checks.js';
import { CognigyStub } from '../testing/cognigy-stub.js';
import { cognigyBot, URL_TOKEN } from '../testing/cognigy-tenant.js';
import { FakeCallBudget } from '../testing/fake-call-budget.js';
import { CognigyBotChecks } from './cognigy.bot-checks.js';

const SECRET = 'transformer-secret-for-tests';
const NATIVE_TOKEN = 'e'.repeat(64);

describe('the checks of a Cognigy bot', () => {
  let cognigy: CognigyStub;
  beforeAll(async () => {
    cognigy = await CognigyStub.start({ urlTokens: [URL_TOKEN, NATIVE_TOKEN], transformerSecret: SECRET, apiKey: 'k' });
  });
  beforeEach(() => {
    cognigy.calls.length = 0;
  });
  afterAll(() => cognigy.stop());

  const checked = (more: Parameters<typeof cognigyBot>[2] = {}, nativeSourceIds: string[] = [], secret = SECRET) => {
    const tenant = aTenant({ engage: { nativeSourceIds }, bot: cognigyBot(cognigy.server.url, secret, more) });
    const checks = new CognigyBotChecks(probingClient(), new FakeCallBudget(), testClock).of(tenant);
    return notPassed(checks);
  };
  const OF_NATIVE = { 'cognigy-native-endpoint': 'skipped' };

  it('pass, and reach no session', async () => {
    expect(await checked()).toEqual(OF_NATIVE);
    expect(await checked({ settings: { nativeUrlToken: NATIVE_TOKEN } }, ['s1'])).toEqual({});
    expect(cognigy.calls).toEqual([]);
  });

  it('find an Endpoint that does not exist', async () => {
    expect(await checked({ settings: { urlTokens: [URL_TOKEN, 'a'.repeat(64)] } })).toEqual({
      'cognigy-endpoints': 'fail',
      'cognigy-signature': 'skipped',
      ...OF_NATIVE,
    });
  });

  it('find a transformer with another secret', async () => {
    expect(await checked({}, [], 'another-transformer-secret')).toEqual({ 'cognigy-signature': 'fail', ...OF_NATIVE });
  });

  it('find a wrong key of the removed API service', async () => {
    const legacyApi = { settings: { legacyApi: { baseUrl: `${cognigy.server.url}/new` } } };
    const keyed = (key: string) => checked({ ...legacyApi, secrets: { 'legacyApi.apiKey': new Secret(key) } });
    expect(await keyed('k')).toEqual(OF_NATIVE);
    expect(await keyed('wrong')).toEqual({ 'cognigy-signature': 'fail', ...OF_NATIVE });
  });

  it('find a service that fails', async () => {
    cognigy.failNext({ status: 500 });
    expect(await checked()).toMatchObject({ 'cognigy-endpoints': 'fail' });
  });

  it('find a Webhook Endpoint that is not set, does not exist or refuses', async () => {
    expect(await checked({}, ['s1'])).toEqual({ 'cognigy-native-endpoint': 'fail' });
    expect(await checked({ settings: { nativeUrlToken: 'b'.repeat(64) } }, ['s1'])).toEqual({
      'cognigy-native-endpoint': 'fail',
    });
    cognigy.failNext({ status: 403 }, { status: 403 });
    expect(await checked({ settings: { nativeUrlToken: NATIVE_TOKEN } }, ['s1'])).toEqual({
      'cognigy-signature': 'fail',
      'cognigy-native-endpoint': 'fail',
    });
  });
});
