import { afterAll, beforeAll, expect, it } from 'vitest';
import { control, eventually, startWorld, Story, type World, type WorldTenant } from './harness/index.js';

let world: World;
let acme: WorldTenant;

beforeAll(async () => {
  world = await startWorld({ replicas: 2 });
  acme = world.acme;
});
afterAll(() => world.stop());

const rotate = async (name: string, value?: string): Promise<string> => {
  const body = { overlapMinutes: 60, ...(value !== undefined && { value }) };
  const answer = await world.admin.post<{ value?: string }>(`/admin/tenants/acme/secrets/${name}/rotate`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.value ?? value ?? '';
};

/** In Engage, an administrator changes the webhook some time after the rotation. */
async function changeWebhook(settings: object): Promise<void> {
  const { url, seed, state } = acme.engage;
  const [webhook] = state.webhooks.all();
  const response = await fetch(`${url}/1.0/webhooks/${webhook?.id ?? ''}?access_token=${seed.restAccessToken}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  expect(response.status).toBe(200);
}

it('rotates every secret under traffic, in either order of the two sides, without a refused call', async () => {
  const story = new Story(world, 'rotating');
  await story.says('user', 'Hello');
  await story.isHandedOver();
  await eventually(() => story.agent('mara', 'take'));
  const said: string[] = [];
  const bothSpeak = async (step: string): Promise<void> => {
    said.push(step);
    await story.says('user', `customer: ${step}`);
    await story.agent('mara', 'reply', { body: `agent: ${step}` });
    await eventually(() => {
      const texts = acme.bot.of(story.sessionId, 'agent.message').map(({ data }) => data['text']);
      expect(texts).toEqual(said.map((one) => `agent: ${one}`));
    });
    await eventually(async () => expect(await story.inEngage()).toContain(`customer: ${step}`));
  };
  await bothSpeak('before');

  const secret = await rotate('webhookSecret');
  await bothSpeak('webhook secret changed here');
  await changeWebhook({ secret });
  const token = await rotate('engage.verifyToken');
  await changeWebhook({ verify_token: token });
  await bothSpeak('webhook changed in Engage');

  const accessToken = 'a-new-access-token-of-the-source';
  await rotate('realtimeAccessToken', accessToken);
  await bothSpeak('token changed here');
  await control(acme, 'PUT', '/source', { accessToken });
  await bothSpeak('token changed in Engage');

  const callbackSecret = await rotate('callbackSecret');
  await bothSpeak('callback secret changed here');
  acme.bot.useSecret(callbackSecret);
  await bothSpeak('callback secret changed at the bot');

  await story.agent('mara', 'complete');
  await eventually(() => expect(story.heard().at(-1)).toBe('completed/completed'));
  const { body } = await world.admin.get<{ previousSecrets: { name: string }[] }>('/admin/tenants/acme');
  expect(body.previousSecrets.map(({ name }) => name).sort()).toEqual([
    'bot.callbackSecret',
    'engage.realtimeAccessToken',
    'engage.verifyToken',
    'engage.webhookSecret',
  ]);
  expect((await world.admin.get<{ items: unknown[] }>('/admin/deliveries?status=parked')).body.items).toEqual([]);
  expect(acme.bot.requests).toHaveLength(acme.bot.events.length); // none was refused
});
