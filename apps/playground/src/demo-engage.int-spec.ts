import { afterAll, beforeAll, expect, it } from 'vitest';
import { StubServer } from '#testing';
import { createSimulator, type Simulator } from '../../engage-simulator/src/index.js';
import { provideDemoEngage } from './demo-engage.js';

let connector: StubServer;
let simulator: Simulator;
beforeAll(async () => {
  connector = await StubServer.start();
  connector.reply(({ query }) => ({ status: 200, body: query.get('hub.challenge') ?? '' }));
  simulator = await createSimulator({ port: 0 });
});
afterAll(async () => {
  await simulator.close();
  await connector.stop();
});

const statuses = () => simulator.state.webhooks.all().map(({ webhook_status: status }) => status);
const provide = () =>
  provideDemoEngage({
    simulatorUrl: simulator.url,
    apiAccessToken: simulator.seed.restAccessToken,
    engageUrl: `${connector.url}/handover/rce/demo`,
    webhookSecret: 'a-webhook-secret',
    verifyToken: 'a-verify-token',
  });

it('registers the webhook once, and activates it at the next start when it was suspended', async () => {
  await provide();
  await provide();
  expect(statuses()).toEqual(['enabled']);
  for (const webhook of simulator.state.webhooks.all()) webhook.webhook_status = 'suspended';
  await provide();
  expect(statuses()).toEqual(['enabled']);
});
