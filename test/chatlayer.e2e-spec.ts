import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChatlayerStub } from '../libs/bot-platforms/chatlayer/src/testing/chatlayer-stub.js';
import { fixture } from '../libs/bot-platforms/chatlayer/src/testing/chatlayer-fixtures.js';
import { FireTimers } from '#handover';
import { closedHours, eventually, letPass, runJob, startWorld, Story, type World } from './harness/index.js';

const ACCESS_TOKEN = 'tok_id:tok_secret';
const BOT_ID = 'hv4k9tqm';
const AFTER = '0c93e8b7-62fa-4d15-b84e-f5a1d7063c29';
const ACCEPTED = { offloadSuccess: true, pauseBot: true };
const REFUSED = { offloadSuccess: false, pauseBot: false };

const BOT = { platform: 'chatlayer', botId: BOT_ID, accessToken: ACCESS_TOKEN };
const said = (text: string) => ({ sendMessages: [{ textMessageTemplate: { textMessages: [{ text }] } }] });

interface Created {
  readonly ingress: { readonly chatlayerUrl: string };
  readonly generatedSecrets: { readonly verifyToken: string; readonly webhookKey: string };
  readonly handover: { readonly forwardOnlyHandover: boolean };
}

describe('a Chatlayer bot', () => {
  let world: World;
  let chatlayer: ChatlayerStub;
  let url: string;
  let sessions = 0;

  beforeAll(async () => {
    world = await startWorld();
    chatlayer = await ChatlayerStub.start({ accessToken: ACCESS_TOKEN, botId: BOT_ID });
    const bot = { ...BOT, apiBaseUrl: chatlayer.apiBaseUrl, afterHandoverDialogStateId: AFTER };
    await patch({ bot, handover: { forwardOnlyHandover: null } });
    const [webhookKey, verifyToken] = await Promise.all(['webhookKey', 'verifyToken'].map(rotated));
    url = `${world.connectors[0]!.url}/v1/chatlayer/${webhookKey}?challenge.verifyToken=${verifyToken}`;
  });
  afterAll(async () => {
    await world.stop();
    await chatlayer.stop();
  });
  afterEach(() =>
    patch({
      handover: { enabled: true, availability: null, timerTexts: null, noPickupMinutes: null },
      bot: { texts: null },
    }),
  );

  const patch = async (settings: object): Promise<void> => {
    const answer = await world.admin.call('PATCH', '/admin/tenants/acme', settings);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  };
  const rotated = async (name: string): Promise<string> =>
    (await world.admin.post<{ value: string }>(`/admin/tenants/acme/secrets/${name}/rotate`)).body.value;
  const post = async (body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status).toBe(200);
    return response.json();
  };

  /** A separate session, and the function that reports its messages like Chatlayer. */
  function aConversation() {
    const sessionId = `emulator-${++sessions}`;
    const story = new Story(world, sessionId);
    const envelope = { botId: BOT_ID, version: 'DRAFT', sessionId };
    const items: object[] = [];
    let second = 0;
    let asked = 0;
    const says = async (actor: 'user' | 'bot', text: string): Promise<void> => {
      const timestamp = new Date(Date.UTC(2026, 2, 19, 10, 0, ++second)).toISOString();
      const own = actor === 'user' ? { messageType: 'text', channelType: 'web', id: `${sessionId}-${second}` } : {};
      const item = { actor, message: { ...own, text }, timestamp };
      items.push(item);
      expect(await post({ ...envelope, event: 'messages', messages: [item], timestamp })).toEqual({});
    };
    const offloads = (profile: object = {}): Promise<unknown> =>
      post({
        ...envelope,
        event: 'offload',
        transcript: items,
        payload: { reason: 'billing', profile: { firstname: 'Ada', ...profile } },
        timestamp: new Date(Date.UTC(2026, 2, 19, 10, 1, ++asked)).toISOString(),
      });
    const received = (...actions: object[]): Promise<void> =>
      eventually(() => expect(chatlayer.actionsOf(sessionId)).toEqual(actions));
    return { sessionId, story, says, offloads, received };
  }

  it('hands over and gets the conversation back, twice', async () => {
    const { sessionId, story, says, offloads, received } = aConversation();
    await says('bot', 'Welcome to Blue Harbor Energy');
    await says('user', 'My invoice looks wrong');
    expect(await offloads()).toEqual(ACCEPTED);
    await says('user', 'Hello?');
    await eventually(async () => expect((await story.inEngage()).at(-1)).toBe('Hello?'));
    await story.agentAnswers('mara', 'Hello, this is Mara.');
    await says('bot', 'Hello, this is Mara.'); // an agent's message may return as the bot's
    await says('user', 'Good that you are here');
    await story.showsInEngage(
      'Welcome to Blue Harbor Energy',
      'Handover\nReason: billing',
      'My invoice looks wrong',
      'Hello?',
      'Hello, this is Mara.',
      'Good that you are here',
    );
    const first = [said('Hello, this is Mara.'), { pauseBot: false }, { nextDialogstateId: AFTER }];
    await story.agent('mara', 'complete');
    await received(...first);
    await story.isIn('bot');
    await says('bot', 'I am back');
    await says('user', 'One more thing');
    expect(await offloads()).toEqual(ACCEPTED);
    expect(await offloads()).toEqual(ACCEPTED);
    await story.agentAnswers('mara', 'Yes?');
    await eventually(async () =>
      expect((await story.inEngage()).slice(6)).toEqual([
        'I am back',
        'Handover\nReason: billing',
        'One more thing',
        'Yes?',
      ]),
    );
    await story.agent('mara', 'complete');
    await received(...first, said('Yes?'), { pauseBot: false }, { nextDialogstateId: AFTER });
    const calls = chatlayer.server.requests.filter(({ path }) => path.includes(sessionId));
    expect(new Set(calls.map(({ query }) => query.get('version')))).toEqual(new Set(['DRAFT']));
  });

  it('answers while handovers are switched off, and the customer receives the reason', async () => {
    const { says, offloads, received } = aConversation();
    await patch({ handover: { enabled: false }, bot: { texts: { disabled: 'Our live chat is closed today.' } } });
    await says('user', 'agent please');
    expect(await offloads()).toEqual(REFUSED);
    await received(said('Our live chat is closed today.'));
  });

  it('answers outside the opening hours, and the customer reads the tenant’s text in their language', async () => {
    const texts = { default: 'Closed', de: 'Geschlossen' };
    const whenClosed = { action: 'refuse-with-text', texts };
    await patch({ handover: { availability: { mode: 'hours', hours: closedHours(), whenClosed } } });
    const { says, offloads, received, story } = aConversation();
    await says('user', 'agent please');
    expect(await offloads({ preferredLanguage: 'de-de' })).toEqual(REFUSED);
    await received(said('Geschlossen'));
    await patch({ handover: { availability: { whenClosed: { action: 'accept' } } } });
    expect(await offloads()).toEqual(ACCEPTED);
    await story.agentAnswers('mara', 'Still here');
    await received(said('Geschlossen'), said('Closed'), said('Still here'));
  });

  it('reads why a timer ends the handover only in the tenant’s texts', async () => {
    await patch({ handover: { noPickupMinutes: 5, timerTexts: { noPickup: { default: 'No one is free.' } } } });
    const { says, offloads, received } = aConversation();
    await says('user', 'agent please');
    expect(await offloads()).toEqual(ACCEPTED);
    await letPass(world, 301);
    await runJob(world, FireTimers);
    await received(said('No one is free.'), { pauseBot: false }, { nextDialogstateId: AFTER });
  });

  it('receives every message of the agent in order, even if Chatlayer is not available for a moment', async () => {
    const { says, offloads, received, story } = aConversation();
    await says('user', 'agent please');
    await offloads();
    chatlayer.server.replyOnce({ status: 503 }, { status: 500 });
    await story.agentAnswers('mara', 'One', 'Two', 'Three');
    const words = ['One', 'One', 'One', 'Two', 'Three'].map(said);
    await received(...words);
  });

  it('leaves no rows for conversations that are never handed over', async () => {
    const { sessionId, says, story } = aConversation();
    await says('user', 'Just looking');
    await expect(story.state()).rejects.toThrow(`There is no conversation of ${sessionId} yet.`);
  });

  it('is checked when the provider is saved', async () => {
    expect((await fetch(url)).status).toBe(200);
    expect(await (await fetch(url)).json()).toEqual(fixture('response.health-ok'));
    expect((await fetch(url.replace(/challenge.*$/, 'challenge.verifyToken=wrong'))).status).toBe(401);
    expect((await fetch(url.replace('/chatlayer/', '/chatlayer/x'))).status).toBe(404);
  });

  it('is set up with one call, which shows its URL once', async () => {
    const created = await world.admin.post<Created>('/admin/tenants', {
      slug: 'harbor',
      name: 'Blue Harbor',
      bot: BOT,
    });
    expect(created).toMatchObject({ status: 201, body: { handover: { forwardOnlyHandover: true } } });
    const { ingress, generatedSecrets } = created.body;
    expect(ingress.chatlayerUrl.endsWith(`/v1/chatlayer/${generatedSecrets.webhookKey}`)).toBe(true);
    const health = `${ingress.chatlayerUrl}?challenge.verifyToken=${generatedSecrets.verifyToken}`;
    expect((await fetch(health)).status).toBe(200);
    const offload = { ...fixture<object>('offload.basic-draft'), event: 'offload' };
    const answer = await fetch(health, {
      method: 'POST',
      body: JSON.stringify(offload),
      headers: { 'content-type': 'application/json' },
    });
    expect(await answer.json()).toEqual(REFUSED); // its Engage settings are still missing
    const later = await world.admin.get<Created>('/admin/tenants/harbor');
    expect(later.body.ingress.chatlayerUrl).toMatch(/\/v1\/chatlayer\/<webhookKey>$/);
    const guide = await world.admin.get<{ steps: { id: string; missing: string[] }[] }>('/admin/tenants/harbor/setup');
    expect(guide.body.steps.map(({ id }) => id)).toContain('chatlayer-provider');
    expect(guide.body.steps.filter(({ id }) => id.startsWith('chatlayer')).flatMap(({ missing }) => missing)).toEqual(
      [],
    );
    expect(JSON.stringify([later.body, guide.body])).not.toContain(generatedSecrets.webhookKey);
  });

  it.each([
    ['the four task events', ['task.created', 'task.taken', 'task.completed', 'task.destroyed']],
    [
      'the intervention events',
      ['intervention.opened', 'intervention.assigned', 'intervention.closed', 'intervention.canceled'],
    ],
  ])('is returned with only %s', async (_, registered) => {
    const [webhook] = world.acme.engage.state.webhooks.all();
    const before = webhook?.registered_events;
    Object.assign(webhook!, { registered_events: registered });
    try {
      const { says, offloads, received, story } = aConversation();
      await says('user', 'agent please');
      await offloads();
      await eventually(() => story.threadId());
      await story.agentAnswers('mara', 'Hi');
      await received(said('Hi')); // an event could overtake it
      await story.agent('mara', 'complete');
      await received(said('Hi'), { pauseBot: false }, { nextDialogstateId: AFTER });
    } finally {
      Object.assign(webhook!, { registered_events: before });
    }
  });
});
