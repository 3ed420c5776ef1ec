import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FireTimers } from '#handover';
import { fixture } from '../libs/bot-platforms/cognigy/src/testing/cognigy-tenant.js';
import { type CognigyEndpoint, CognigySession, CognigyWorld, type Json, SECRET } from './harness/cognigy-world.js';
import { closedHours, control, eventually, letPass, runJob, type World } from './harness/index.js';

describe('a Cognigy flow', () => {
  let cognigy: CognigyWorld;
  let world: World;
  let endpoint: CognigyEndpoint;

  beforeAll(async () => {
    cognigy = await CognigyWorld.start();
    ({ world, endpoint } = cognigy);
  });
  afterAll(() => cognigy.stop());
  afterEach(async () => {
    const defaults = { availability: null, maxDurationMinutes: null, timerTexts: null };
    await patch({
      handover: {
        forwardOnlyHandover: false,
        userConnectsMessage: true,
        userDisconnectsMessage: true,
        ...defaults,
      },
    });
    endpoint.open(world, 2, true);
  });

  const patch = (settings: object): Promise<void> => cognigy.patch(settings);
  const aSession = (): CognigySession => cognigy.aSession();

  it('hands over and gets the conversation back', async () => {
    const session = aSession();
    await session.says('My parcel is late');
    await session.flowSays('Shall I get a colleague?');
    await session.isHandedOver({ acceptedMessage: 'One moment.' });
    expect(await session.says('Are you there?')).toBeNull();
    await session.isInEngage('Are you there?');
    await session.story.agentAnswers('mara', 'Hello, this is Mara.');
    await eventually(() => expect(session.shown).toEqual(['One moment.', 'Hello, this is Mara.']));
    await session.story.agent('mara', 'complete');
    await session.flowHears('queue/accepted', 'queue/agentJoined', 'active/active', 'completed/completed');
    expect(await session.says('Thank you')).toMatchObject({ text: 'Thank you' });
    await session.story.showsInEngage(
      ...['My parcel is late', 'Shall I get a colleague?', 'Are you there?', 'Hello, this is Mara.', 'Thank you'],
    );
    expect(session.heard).toEqual(['My parcel is late', 'Thank you']);
  });

  it('gets a text in the customer’s language that no agent is available, or that the customer must wait', async () => {
    const hours = closedHours();
    const texts = { default: 'Closed', de: 'Geschlossen' };
    const session = aSession();
    await session.says('agent please');
    const closed = (action: string) =>
      patch({ handover: { availability: { mode: 'hours', hours, whenClosed: { action, texts } } } });
    await closed('refuse-with-text');
    const error = { reason: 'unavailable', message: 'Geschlossen' };
    expect(await session.node('', { language: 'de-DE' })).toMatchObject({
      status: 503,
      body: { handover: { status: 'error', error } },
    });
    expect(session.flow).toEqual([]);
    await closed('accept');
    await session.isHandedOver({ language: 'en-GB' });
    expect(session.shown).toEqual(['Closed']);
    await letPass(world, 8 * 60 * 60);
    await runJob(world, FireTimers);
    await session.story.agentAnswers('mara', 'Good morning');
    await eventually(() => expect(session.shown).toEqual(['Closed', 'Good morning']));
  });

  it('is informed after the customer why a timer ends the handover', async () => {
    await patch({ handover: { maxDurationMinutes: 60, timerTexts: { maxDuration: { default: 'Time is up' } } } });
    const session = aSession();
    await session.says('agent please');
    await session.isHandedOver();
    await letPass(world, 3_601);
    await runJob(world, FireTimers);
    await session.flowHears('queue/accepted', 'error/error');
    expect(session.shown).toEqual(['Time is up']);
  });

  it.each([false, true])(
    '4.35: hands over with the session’s first message (only handovers forwarded: %s)',
    async (forwardOnlyHandover) => {
      await patch({ handover: { forwardOnlyHandover } });
      endpoint.open(world, 2, !forwardOnlyHandover);
      const session = aSession();
      await session.says('agent please');
      const transcript = [{ role: 'user', type: 'input', payload: { text: 'agent please', data: {} }, id: 'tr-1' }];
      await session.isHandedOver({ transcript });
      await session.story.showsInEngage('agent please');
      expect(await session.says('Hello?')).toBeNull();
    },
  );

  it('4.39, 4.43, 2025.14, 4.89: hands over twice in one session, and sends no history again', async () => {
    await patch({ handover: { forwardOnlyHandover: true } });
    endpoint.open(world, 2, false);
    const session = aSession();
    const step = (id: string, role: string, text: string, data: Json = {}) => ({
      role,
      type: role === 'user' ? 'input' : 'output',
      id,
      timestamp: Date.now(),
      payload: { text, data },
    });
    const first = [step('1', 'user', 'one'), step('2', 'assistant', 'two')];
    await session.isHandedOver({ transcript: first });
    await session.story.agentAnswers('mara', 'Mara here');
    await eventually(() => expect(session.shown).toEqual(['Mara here']));
    await session.story.agent('mara', 'complete');
    await eventually(() => expect(session.flow).toContain('completed/completed'));
    const echo = step('3', 'assistant', 'Mara here', { handoverConnector: { origin: 'agent' } });
    await session.isHandedOver({ transcript: [...first, echo, step('4', 'user', 'three')] });
    await session.story.showsInEngage('one', 'two', 'Mara here', 'three');
  });

  it('4.41, 4.42, 4.77: reports once that the customer left; an agent’s message then still makes it active', async () => {
    const session = aSession();
    await session.says('Hi');
    await session.isHandedOver();
    const { data } = fixture<{ data: Json }>('transformer.handle-input.event-disconnected');
    await session.says('', data);
    await eventually(async () => expect((await session.story.inEngage()).at(-1)).toBe('User left the conversation'));
    await session.story.agentAnswers('mara', 'Are you back?');
    await session.flowHears('queue/accepted', 'queue/agentJoined', 'active/active');
    await session.story.showsInEngage('Hi', 'User left the conversation', 'Are you back?');
  });

  it('4.87: does not report this if it is switched off', async () => {
    await patch({ handover: { userConnectsMessage: false, userDisconnectsMessage: false } });
    const session = aSession();
    await session.says('Hi');
    await session.isHandedOver();
    for (const name of ['connected', 'disconnected'])
      await session.says('', fixture<{ data: Json }>(`transformer.handle-input.event-${name}`).data);
    await session.says('Hello?');
    await session.story.showsInEngage('Hi', 'Hello?');
  });

  it('4.42, 2025.18: puts the additional categories on the thread', async () => {
    const session = aSession();
    const { seed } = world.acme.engage;
    const [categoryId] = world.acme.engage.state.categories
      .all()
      .map(({ id }) => id)
      .filter((id) => ![seed.botCategoryId, seed.agentCategoryId].includes(id));
    await session.isHandedOver({ categoryIds: [categoryId] });
    expect(await session.story.categories()).toEqual(expect.arrayContaining([seed.agentCategoryId, categoryId]));
  });

  it('4.43: has the profile since the first message of the handover, mapped by Cognigy’s defaults', async () => {
    const session = aSession();
    await session.says('Hi');
    const profile = {
      ...fixture<Json>('profile'),
      profilepic: 'https://cdn.example.com/lena.png',
      prevent_data_collection: true,
    };
    await session.isHandedOver({ profile });
    const { state } = world.acme.engage;
    const contents = state.contentsOf(await session.story.threadId());
    const identity = state.identities.require(contents[0]?.author_id);
    expect(identity).toMatchObject({
      firstname: 'Lena',
      avatar_url: 'https://cdn.example.com/lena.png',
      gender: 'woman',
    });
    expect(JSON.stringify(identity)).toContain('customer-tier');
    expect(JSON.stringify(identity)).not.toContain('prevent');
  });

  it('4.45, 4.46: keeps the author of every message', async () => {
    const session = aSession();
    await session.says('from the customer');
    await session.flowSays('from the flow');
    await session.isHandedOver();
    await session.says('from the customer, waiting');
    await eventually(async () => expect(await session.story.inEngage()).toHaveLength(3));
    const { state } = world.acme.engage;
    const authors = state.contentsOf(await session.story.threadId()).map(({ author_id: id }) => id);
    expect(authors[0]).toBe(authors[2]);
    expect(authors[1]).not.toBe(authors[0]);
  });

  it('4.58, 4.59: sends the position in the queue and the wait in milliseconds', async () => {
    await control(world.acme, 'PATCH', '/switches', { queue: { secondsPerPosition: 45 } });
    const session = aSession();
    await session.says('Hi');
    await session.isHandedOver();
    const updates = (): Json[] =>
      endpoint.stub
        .of(session.sessionId, 'inject')
        .map(({ body }) => body.data['handover'] as Json)
        .filter(({ position }) => position !== undefined);
    await eventually(() => expect(updates()).not.toEqual([]));
    const { status, position, estimatedWaitTime, data } = updates()[0] as Json & { position: number };
    expect([status, estimatedWaitTime]).toEqual(['queue', position * 45_000]);
    expect(data).toEqual({ position, estimatedWaitTime });
  });

  it('4.71, 4.72, 2025.12: keeps nothing in memory: calls alternate between replicas, and one of them stops in between', async () => {
    const session = aSession();
    await session.says('one', null, 0);
    await session.says('two', null, 1);
    await session.isHandedOver();
    expect(await session.says('three', null, 1)).toBeNull();
    await session.isInEngage('three');
    await session.story.agentAnswers('mara', 'Mara here');
    await world.connectors[1]?.stop();
    expect(await session.says('four', null, 0)).toBeNull();
    await session.story.agent('mara', 'complete');
    await session.flowHears('queue/accepted', 'queue/agentJoined', 'active/active', 'completed/completed');
    await session.story.showsInEngage('one', 'two', 'three', 'Mara here', 'four');
  });

  it('4.100: completes once when the intervention is closed', async () => {
    const session = aSession();
    await session.says('Hi');
    await session.isHandedOver();
    await session.story.agentAnswers('mara', 'Hello');
    await session.story.agent('mara', 'complete');
    await eventually(() => expect(session.flow.at(-1)).toBe('completed/completed'));
    await session.says('bye');
    expect(session.flow.filter((line) => line.startsWith('completed'))).toHaveLength(1);
  });

  it('2025.10: is cancelled by the customer’s payload: with the answer or with an event, never both', async () => {
    const session = aSession();
    await session.says('Hi');
    await session.isHandedOver({ cancelPayload: 'HANDOVER_CANCEL' });
    expect(await session.says('HANDOVER_CANCEL')).toMatchObject({
      text: '',
      data: { handover: { status: 'cancelled', event: 'cancelled', handoverId: expect.any(String) } },
    });
    await session.story.isIn('bot');
    await session.isHandedOver();
    expect((await session.node('/cancel')).status).toBe(202);
    await session.flowHears('queue/accepted', 'queue/accepted', 'cancelled/cancelled');
  });

  it('shows the agent the flow’s messages that are only for the agent', async () => {
    const session = aSession();
    await session.says('Hi');
    await session.isHandedOver();
    expect(
      await session.flowSays('The parcel is in Leeds.', { handoverConnector: { destination: 'agent' } }),
    ).toBeNull();
    await session.flowSays('Please wait.');
    await session.says('Hello?');
    await session.story.showsInEngage('Hi', 'The parcel is in Leeds.', 'Hello?');
  });

  it('shows each side the choices of the other one', async () => {
    const session = aSession();
    await session.says('Hi');
    const quickReplies = [{ contentType: 'postback', title: 'Yes', payload: 'y' }];
    const offer = { _cognigy: { _default: { _quickReplies: { type: 'quick_replies', text: 'Sure?', quickReplies } } } };
    await session.flowSays(null, offer);
    await session.isInEngage('Sure?');
    expect(JSON.stringify(await session.story.lastContent())).toContain('Yes');
    await session.isHandedOver();
    await eventually(() => session.story.agent('mara', 'take'));
    const items = ['Friday', 'Saturday'].map((title) => ({ title, payload: title.toLowerCase() }));
    await session.story.agent('mara', 'reply', { body: 'Which day?', structuredContent: { type: 'select', items } });
    await eventually(() => expect(session.shown).toEqual(['']));
    const replies = items.map((item, index) => ({ id: index + 1, contentType: 'postback', ...item }));
    expect(endpoint.stub.of(session.sessionId, 'notify')[0]?.body.data).toMatchObject({
      _cognigy: { _default: { _quickReplies: { text: 'Which day?', quickReplies: replies } } },
    });
    expect(await session.says('saturday')).toBeNull();
    await eventually(async () =>
      expect(await session.story.lastContent()).toMatchObject({ structured_reply: { payload: 'saturday' } }),
    );
  });

  it('2025.17: accepts ids of any length as texts', async () => {
    const session = new CognigySession(world, endpoint, '98765432109876543210987654321098765432109876543210');
    await session.says('Hi');
    await session.isHandedOver();
    expect(endpoint.stub.of(session.sessionId)[0]?.body.sessionId).toBe(session.sessionId);
  });

  it('shows the setup guide with the script, and no secret in it', async () => {
    const { body } = await world.admin.get<{ steps: { id: string; values: { field: string; value: string }[] }[] }>(
      '/admin/tenants/acme/setup',
    );
    const script = body.steps.find(({ id }) => id === 'cognigy-transformer')?.values[0]?.value;
    expect(script).toContain(`${world.connectors[0]?.url ?? ''}/v1/cognigy/messages`);
    expect(script).toContain("FORWARD_ALL = 'true'");
    expect(script).not.toContain('{{');
    expect(JSON.stringify(body)).not.toContain(SECRET);
  });
});
