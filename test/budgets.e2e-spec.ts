import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './harness/index.js';

const OUTPUTS_PASSWORD = 'password-of-outputs';

interface Created {
  readonly generatedSecrets: Readonly<Record<string, string>>;
}

/** These calls would be answered late, or with 429, if their callers counted as strangers. */
describe('callers with a valid credential, at the address of a flood of wrong ones', () => {
  let world: World;
  let url: string;
  let chatlayer: Created;
  let cognigy: Created;

  beforeAll(async () => {
    world = await startWorld({
      environment: { MAX_STRANGER_CALLS_PER_MINUTE: '1', MAX_STRANGER_CALLS_PER_SECOND: '1' },
    });
    url = world.connectors[0]!.url;
    const create = async (slug: string, bot: object): Promise<Created> =>
      (await world.admin.post<Created & Record<string, unknown>>('/admin/tenants', { slug, name: slug, bot })).body;
    chatlayer = await create('chatty', { platform: 'chatlayer' });
    cognigy = await create('cogni', { platform: 'cognigy', outputsPassword: OUTPUTS_PASSWORD });
    const wrong = Array.from({ length: 4 }, () => send('GET', '/admin/tenants', { authorization: 'Bearer wrong' }));
    expect((await Promise.all(wrong)).map(({ status }) => status)).toContain(429);
  });
  afterAll(() => world?.stop());

  async function send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<{ status: number; headers: Headers; code: unknown }> {
    const answer = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    const code = text.startsWith('{') ? (JSON.parse(text) as { code?: unknown }).code : undefined;
    return { status: answer.status, headers: answer.headers, code };
  }

  it('answers strangers 429 as a problem with the time to retry', async () => {
    const answer = await send('POST', '/v1/messages', { authorization: 'Bearer wrong' }, '{}');
    expect(answer).toMatchObject({ status: 429, code: 'request.too-many-refusals' });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('recognises a bot by its key', async () => {
    const key = { authorization: `Bearer ${world.acme.v1.key}` };
    expect((await send('GET', '/v1/conversations/none', key)).status).toBe(404);
    expect((await send('POST', '/v1/messages', key, '{}')).status).toBe(400);
  });

  it('recognises an administrator', async () => {
    const key = { authorization: `Bearer ${world.admin.key}` };
    expect((await send('GET', '/admin/tenants/none', key)).status).toBe(404);
  });

  it('recognises Engage by its signature and by its webhook secret', async () => {
    const signature = createHmac('sha512', world.acme.engage.seed.sourceAccessToken).update('{}').digest('hex');
    expect((await send('POST', world.acme.engageUrl, { 'x-smccsdk-signature': signature }, '{}')).status).toBe(400);
    const secret = { 'x-dimelo-secret': world.acme.webhookSecret };
    expect((await send('POST', world.acme.engageUrl, secret, '{}')).status).toBe(400);
  });

  it('recognises Chatlayer and Cognigy by the keys in their addresses', async () => {
    const { webhookKey, verifyToken } = chatlayer.generatedSecrets;
    const path = `/v1/chatlayer/${webhookKey}?challenge.verifyToken=${verifyToken}`;
    expect((await send('POST', path, {}, 'no JSON')).status).toBe(400);
    const basic = Buffer.from(`cognigy:${OUTPUTS_PASSWORD}`).toString('base64');
    const outputs = `/v1/cognigy/outputs/${cognigy.generatedSecrets['webhookKey']}`;
    expect((await send('POST', outputs, { authorization: `Basic ${basic}` }, 'no JSON')).status).toBe(400);
  });
});
