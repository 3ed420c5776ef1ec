import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { StubServer } from '#testing';
import { createSimulator, type Simulator } from '../apps/engage-simulator/src/index.js';
import { type DoneStep, quickStart } from '../apps/playground/src/quick-start/quick-start.js';
import { chatlayerWizardImport } from '../libs/bot-platforms/chatlayer/src/application/wizard-import.js';
import { cognigyProviderImport } from '../libs/bot-platforms/cognigy/src/application/setup/provider-import.js';
import { startWorld, type World } from './harness/index.js';

interface Imported {
  readonly readiness: { readonly missing: string[] };
  readonly bot: object;
  readonly handover: object;
  readonly setupUrl: string;
}

describe('setting up a tenant', () => {
  let world: World;
  let empty: Simulator;
  let bot: StubServer;
  beforeAll(async () => {
    [world, empty, bot] = await Promise.all([
      startWorld(),
      createSimulator({ seed: { prepared: false } }),
      StubServer.start(),
    ]);
  });
  afterAll(async () => {
    await bot.stop();
    await empty.close();
    await world.stop();
  });

  it('needs at most three admin calls and a minute until the first handed-over message', async () => {
    const { baseApiUrl, realtimeEndpointUrl, seed, url } = empty;
    const tokens = { apiAccessToken: seed.restAccessToken, realtimeAccessToken: seed.sourceAccessToken };
    const sides = {
      connectorUrl: world.connectors[0]!.url,
      adminKey: world.admin.key,
      engage: { url, baseApiUrl, realtimeEndpointUrl, ...tokens },
      callbackUrl: `${bot.url}/events`,
    };
    const calls = vi.spyOn(globalThis, 'fetch');
    const steps: DoneStep[] = [];
    await quickStart(sides, (step) => steps.push(step));
    const adminCalls = calls.mock.calls.filter(([target]) => isAdminCall(target, sides.connectorUrl));
    calls.mockRestore();
    expect(adminCalls.length).toBeLessThanOrEqual(3);
    expect(steps.filter(({ by }) => by === 'admin')).toHaveLength(adminCalls.length);
    expect(steps.at(-1)).toMatchObject({ by: 'engage', title: 'The agents see the conversation' });
    process.stdout.write(`From zero to the first handed-over message: ${(steps.at(-1)!.ms / 1000).toFixed(1)} s\n`);
    const [thread] = empty.state.threads.all();
    expect(empty.state.contentsOf(thread!.id).map(({ body }) => body)).toContain('Can I talk to a person?');
  });

  it('imports the seven values of Cognigy’s provider', async () => {
    const { from, example } = cognigyProviderImport;
    const more = {
      forwardOnlyHandoverConversations: true,
      getQueueUpdates: false,
      verificationToken: 'a-token-of-ours',
    };
    const body = { from, slug: 'moved', name: 'Moved', values: { ...example.values, ...more } };
    const { status, body: tenant } = await world.admin.post<Imported>('/admin/tenants/import', body);
    expect(status, JSON.stringify(tenant)).toBe(201);
    expect(tenant).toMatchObject({
      engage: { botCategoryId: '4f3951557aa58d1462017a8f', verifyToken: 'a-token-of-ours' },
      bot: { platform: 'cognigy' },
      handover: { forwardOnlyHandover: true, queueUpdates: false },
      readiness: { missing: ['bot.endpointBaseUrl', 'bot.urlTokens'] },
    });
    const guide = await fetch(tenant.setupUrl);
    expect([guide.status, guide.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('imports the four values of Chatlayer’s former wizard', async () => {
    const { from, example } = chatlayerWizardImport;
    const values = { ...example.values, apiUrl: 'https://harbor.api.engagement.dimelo.com/' };
    const body = { from, slug: 'harbor', name: 'Harbor', values };
    const { status, body: tenant } = await world.admin.post<Imported>('/admin/tenants/import', body);
    expect(status, JSON.stringify(tenant)).toBe(201);
    expect(tenant).toMatchObject({
      engage: { baseApiUrl: 'https://harbor.api.engagement.dimelo.com' },
      bot: { platform: 'chatlayer', offloadSuccessDialogStateId: '7d1e4b90-a8c3-4f62-95d7-06b2c8e3f41a' },
      handover: { forwardOnlyHandover: true },
    });
    expect(tenant.readiness.missing).toEqual([
      'engage.botCategoryId',
      'engage.agentCategoryId',
      'engage.realtimeEndpointUrl',
      'engage.realtimeAccessToken',
      'bot.accessToken',
    ]);
    const wrong = { ...values, offloadSuccessDialogState: 'Opened' };
    const refused = await world.admin.post<{ errors: object[] }>('/admin/tenants/import', {
      ...body,
      slug: 'other',
      values: wrong,
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(refused.body.errors).toEqual([
      {
        pointer: '/values/offloadSuccessDialogState',
        detail: expect.stringContaining('"Offload success dialogstate":'),
      },
    ]);
  });
});

function isAdminCall(target: Parameters<typeof fetch>[0], connectorUrl: string): boolean {
  return typeof target === 'string' && target.startsWith(`${connectorUrl}/admin/`);
}
