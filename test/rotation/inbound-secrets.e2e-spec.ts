import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, signedHeaders, URL_TOKEN } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-tenant.js';
import type { WorldTenant } from '../harness/index.js';
import { aSecret, OVERLAP_MINUTES, RotatingWorld } from './rotating-world.js';

interface InboundSecret {
  /** e.g. `engage.webhookSecret` */
  readonly path: string;
  readonly tenant: () => WorldTenant;
  /** By default the new value is generated. */
  readonly newValue?: () => string;
  /** A call with the value; everything else in it is correct. @returns its status */
  readonly call: (value: string) => Promise<number>;
  readonly taken: number;
  readonly refused: number;
}

const SDK_CALL = '{"action":"implementation.info","params":{}}';

describe('while a secret is rotated that callers use', () => {
  let rotating: RotatingWorld;
  /** Current values by the names of the cases. */
  const inUse = new Map<string, string>();

  beforeAll(async () => {
    rotating = await RotatingWorld.start();
    for (const [name, { tenant, path, newValue }] of Object.entries(SECRETS))
      inUse.set(name, await rotating.rotate(tenant(), path, 0, newValue?.()));
  });
  afterAll(() => rotating.stop());

  async function call(path: string, init: RequestInit = {}): Promise<number> {
    const response = await fetch(`${rotating.world.connectors[0]?.url ?? ''}${path}`, init);
    await response.arrayBuffer();
    return response.status;
  }
  const post = (path: string, body: string, headers: Record<string, string>): Promise<number> =>
    call(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const basic = (password: string): Record<string, string> => ({
    authorization: `Basic ${Buffer.from(`cognigy:${password}`).toString('base64')}`,
  });
  const output = (webhookKey: string, password: string): Promise<number> => {
    const { body } = fixture('webhook-endpoint.callback.text.request');
    return post(`/v1/cognigy/outputs/${webhookKey}`, JSON.stringify(body), basic(password));
  };
  const chatlayerSays = (webhookKey: string, verifyToken: string): Promise<number> => {
    const body = { botId: 'b', version: 'DRAFT', sessionId: 's', event: 'messages', messages: [] };
    return post(`/v1/chatlayer/${webhookKey}?challenge.verifyToken=${verifyToken}`, JSON.stringify(body), {});
  };
  const transformerReports = (secret: string): Promise<number> => {
    const ids = { urlToken: URL_TOKEN, sessionId: 's', userId: 'u', messageId: aSecret() };
    const body = JSON.stringify({ ...ids, direction: 'user', text: 'Hi' });
    const signed = signedHeaders(secret, body, Date.now() + rotating.aheadMs);
    return post('/v1/cognigy/messages', body, { authorization: `Bearer ${rotating.cognigy.v1.key}`, ...signed });
  };
  const current = (name: string): string => inUse.get(name) ?? '';

  const SECRETS: Readonly<Record<string, InboundSecret>> = {
    'the secret of the webhook': {
      path: 'engage.webhookSecret',
      tenant: () => rotating.generic,
      call: (value) => post('/handover/rce/acme', '{"events":[]}', { 'x-dimelo-secret': value }),
      taken: 200,
      refused: 403,
    },
    'the token of the source': {
      path: 'engage.realtimeAccessToken',
      tenant: () => rotating.generic,
      newValue: aSecret,
      call: (value) => {
        const signature = createHmac('sha512', value).update(SDK_CALL).digest('hex');
        return post('/handover/rce/acme', SDK_CALL, { 'x-smccsdk-signature': signature });
      },
      taken: 200,
      refused: 422,
    },
    'the verify token of the webhook': {
      path: 'engage.verifyToken',
      tenant: () => rotating.generic,
      newValue: aSecret,
      call: (value) => call(`/handover/rce/acme?hub.mode=subscribe&hub.challenge=x&hub.verify_token=${value}`),
      taken: 200,
      refused: 403,
    },
    'the secret of the transformer': {
      path: 'bot.transformerSecret',
      tenant: () => rotating.cognigy,
      newValue: aSecret,
      call: transformerReports,
      taken: 200,
      refused: 401,
    },
    'the key in the address of outputs': {
      path: 'bot.webhookKey',
      tenant: () => rotating.cognigy,
      call: (value) => output(value, current('the password of outputs')),
      taken: 202,
      refused: 401,
    },
    'the password of outputs': {
      path: 'bot.outputsPassword',
      tenant: () => rotating.cognigy,
      newValue: aSecret,
      call: (value) => output(current('the key in the address of outputs'), value),
      taken: 202,
      refused: 401,
    },
    'the key in the address of Chatlayer': {
      path: 'bot.webhookKey',
      tenant: () => rotating.chatlayer,
      call: (value) => chatlayerSays(value, current('the verify token of Chatlayer')),
      taken: 200,
      refused: 404,
    },
    'the verify token of Chatlayer': {
      path: 'bot.verifyToken',
      tenant: () => rotating.chatlayer,
      newValue: aSecret,
      call: (value) => chatlayerSays(current('the key in the address of Chatlayer'), value),
      taken: 200,
      refused: 401,
    },
  };

  it.each(Object.entries(SECRETS))(
    '%s is accepted with both values until the end of the overlap',
    async (name, secret) => {
      const { path, tenant, newValue, taken, refused } = secret;
      const former = current(name);
      const latter = await rotating.rotate(tenant(), path, OVERLAP_MINUTES, newValue?.());
      inUse.set(name, latter);
      const answers = async (): Promise<number[]> => {
        const statuses: number[] = [];
        for (const value of [former, latter, aSecret()]) statuses.push(await secret.call(value));
        return statuses;
      };
      expect(await answers()).toEqual([taken, taken, refused]);
      rotating.passes(OVERLAP_MINUTES - 1);
      expect(await answers()).toEqual([taken, taken, refused]);
      expect(await rotating.former(tenant())).toContain(path);
      rotating.passes(2);
      expect(await answers()).toEqual([refused, taken, refused]);
      expect(await rotating.former(tenant())).not.toContain(path);
    },
  );
});
