import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { URL_TOKEN } from '../libs/bot-platforms/cognigy/src/testing/cognigy-tenant.js';
import { type CognigyEndpoint, CognigyWorld, type Json } from './harness/cognigy-world.js';
import { control, eventually, type World } from './harness/index.js';

/**
 * Bugs of Cognigy's native handovers from its release notes since 2025.22, as far as they need the whole service to be
 * tested.
 */
describe('a Cognigy flow of 2026', () => {
  let cognigy: CognigyWorld;
  let world: World;
  let endpoint: CognigyEndpoint;

  beforeAll(async () => {
    cognigy = await CognigyWorld.start();
    ({ world, endpoint } = cognigy);
  });
  afterAll(() => cognigy.stop());
  afterEach(async () => {
    const texts = { userConnectsText: null, userDisconnectsText: null };
    await cognigy.patch({ handover: { forwardOnlyHandover: false, ...texts } });
    endpoint.open(world, 2, true);
    for (const name of ['mara', 'jonas'])
      await control(world.acme, 'POST', `/agents/${name}/status`, { status: 'available' });
  });

  async function aSessionWithMara() {
    const session = cognigy.aSession();
    await session.says('Hi');
    await session.isHandedOver();
    await session.story.agentAnswers('mara', 'Hello');
    await session.flowHears('queue/accepted', 'queue/agentJoined', 'active/active');
    return session;
  }

  it('2025.23: a cancellation reaches the agents once, and presence with the texts of the tenant', async () => {
    await cognigy.patch({ handover: { userDisconnectsText: 'Kunde ist weg' } });
    const session = cognigy.aSession();
    await session.says('Hi');
    await session.isHandedOver();
    await session.says('', { _cognigy: { event: { type: 'user-disconnected' } } });
    const inputId = 'cancel-once';
    for (let repeat = 0; repeat < 2; repeat++) expect((await session.node('/cancel', { inputId })).status).toBe(202);
    await session.flowHears('queue/accepted', 'cancelled/cancelled');
    await session.story.showsInEngage('Hi', 'Kunde ist weg');
    const state = world.acme.engage.state.threads.require(await session.story.threadId());
    await eventually(() => expect(state.thread_category_ids).toEqual([world.acme.engage.seed.botCategoryId]));
  });

  it('2025.25: nested and unusual attributes reach the agent', async () => {
    const session = cognigy.aSession();
    await session.says('Hi');
    const profile = {
      'user.name': 'Lena',
      address: { city: 'Leeds', lines: [1, null] },
      vip: true,
      none: null,
      客户等级: 7,
    };
    await session.isHandedOver({ profile });
    const { state } = world.acme.engage;
    const [content] = state.contentsOf(await session.story.threadId());
    expect(state.identities.require(content?.author_id)).toMatchObject({
      extra_values: {
        'user-name': 'Lena',
        'address-city': 'Leeds',
        'address-lines': ['1'],
        vip: 'true',
        KeHuDengJi: '7',
      },
    });
  });

  it('2026.4: settings are read back as they were set', async () => {
    const bot = { callBudget: 2_000, queueWidget: true, outputsUser: 'flow' };
    const handover = { userConnectsText: 'Kunde ist da', userDisconnectsText: 'Kunde ist weg' };
    await cognigy.patch({ bot, handover });
    const { body } = await world.admin.get('/admin/tenants/acme');
    expect(body).toMatchObject({ bot, handover });
    const refused = await world.admin.call('PATCH', '/admin/tenants/acme', {
      bot: { callBudget: 'many' },
      handover: { userConnectsText: 'two\nlines' },
    });
    expect(refused.status).toBe(400);
    await cognigy.patch({ bot: { callBudget: null, queueWidget: null, outputsUser: null } });
  });

  it('2026.5: events of Engage after the end have no effect', async () => {
    await control(world.acme, 'PATCH', '/switches', { webhooks: { drop: [], duplicate: 'event' } });
    const session = await aSessionWithMara();
    await session.story.agent('mara', 'complete');
    await eventually(() => expect(session.flow.at(-1)).toBe('completed/completed'));
    await session.says('And now?');
    await session.isHandedOver();
    expect(session.flow.slice(3)).toEqual(['completed/completed', 'queue/accepted']);
    expect(await session.story.state()).toBe('queue');
    await control(world.acme, 'PATCH', '/switches', { webhooks: { drop: [], duplicate: 'off' } });
  });

  it('2026.8, 2026.9: neither a transfer nor an agent who goes offline ends the handover', async () => {
    const session = await aSessionWithMara();
    await session.story.agent('mara', 'transfer', { to: 'jonas' });
    await eventually(() => expect(session.flow).toContain('active/agentTransferred'));
    for (const name of ['mara', 'jonas'])
      await control(world.acme, 'POST', `/agents/${name}/status`, { status: 'disconnected' });
    expect(await session.says('Are you there?')).toBeNull();
    await session.isInEngage('Are you there?');
    expect(await session.story.state()).toBe('active');
    expect(session.flow.filter((line) => /^(completed|cancelled|error)/.test(line))).toEqual([]);
  });

  it('2026.11: the language of the start is used in queue, with the agent and after the return', async () => {
    const session = cognigy.aSession();
    await session.says('Hallo');
    await session.isHandedOver({ language: 'de-DE' });
    await session.story.agentAnswers('mara', 'Guten Tag');
    await session.story.agent('mara', 'complete');
    await eventually(() => expect(session.flow.at(-1)).toBe('completed/completed'));
    const received = endpoint.stub.of(session.sessionId).map(({ body }) => body);
    expect(JSON.stringify(received)).not.toMatch(/language|locale|translat/i);
    expect(session.shown).toEqual(['Guten Tag']);
  });

  it('2026.12: a corrected setting is used at once, on every replica', async () => {
    await cognigy.patch({ bot: { urlTokens: ['wrong-token-of-the-endpoint'] } });
    const session = cognigy.aSession();
    for (const replica of [0, 1]) {
      const passed = await session.says('Hi', null, replica); // the report is refused: the flow answers by itself
      expect(passed).toMatchObject({ text: 'Hi' });
    }
    const refused = await session.node('');
    expect(refused).toMatchObject({ status: 404, body: { code: 'cognigy.unknown-endpoint' } });
    await cognigy.patch({ bot: { urlTokens: [URL_TOKEN] } });
    for (const replica of [0, 1]) await session.says(`Hi from ${replica}`, null, replica);
    await session.isHandedOver();
    await session.story.showsInEngage('Hi from 0', 'Hi from 1');
  });

  it('2026.16: an agent is shown after an output of data only', async () => {
    const session = cognigy.aSession();
    await session.says('Hi');
    await session.isHandedOver();
    expect(await session.flowSays('', { handoverConnector: { status: 'queue' } })).toBeNull();
    await session.flowSays(null);
    await session.story.agentAnswers('mara', 'Hello');
    await eventually(() => expect(session.shown).toEqual(['Hello']));
  });

  it.each([false, true])(
    '2026.17: outputs during the queue come once, and agents get only those for agents (only handovers forwarded: %s)',
    async (forwardOnlyHandover) => {
      await cognigy.patch({ handover: { forwardOnlyHandover } });
      endpoint.open(world, 2, !forwardOnlyHandover);
      const session = cognigy.aSession();
      await session.says('Hi');
      const transcript = [{ role: 'user', type: 'input', payload: { text: 'Hi', data: {} }, id: 'tr-1' }];
      await session.isHandedOver({ transcript });
      const shown: (Json | null | undefined)[] = [];
      for (const note of ['Note 0', 'Note 1']) {
        shown.push(await session.flowSays('Please wait.'));
        await session.flowSays(note, { handoverConnector: { destination: 'agent' } });
        await session.isInEngage(note);
      }
      expect(shown).toMatchObject([{ text: 'Please wait.' }, { text: 'Please wait.' }]);
      await session.story.agentAnswers('mara', 'Hello');
      await session.story.showsInEngage('Hi', 'Note 0', 'Note 1', 'Hello');
    },
  );
});
