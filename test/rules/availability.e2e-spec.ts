import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FireTimers } from '#handover';
import { type Answer, closedHours, eventually, letPass, runJob, shiftClock, type Story } from '../harness/index.js';
import { RuleWorld } from './rule-world.js';

const TEXTS = { default: 'Sorry', de: 'Leider' };
const unavailable = (message: string) => ({
  status: 503,
  body: { code: 'handover.unavailable', handover: { status: 'error', error: { reason: 'unavailable', message } } },
});

describe('availability before a handover', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start();
  });
  afterAll(() => rules.stop());
  beforeEach(() => agentsAre('available'));
  afterEach(async () => {
    await rules.sim('DELETE', '/faults');
    await rules.patch({ handover: { availability: null, timerTexts: null, noPickupMinutes: null } });
  });

  /** Sets the agents' status, and makes the last stored count too old to be used. */
  async function agentsAre(status: 'available' | 'away', ...names: readonly string[]): Promise<void> {
    for (const name of names.length > 0 ? names : ['mara', 'jonas'])
      await rules.sim('POST', `/agents/${name}/status`, { status });
    countAgain();
  }
  const countAgain = () => shiftClock(rules.world.connectors[0]!, 10_001);
  const isSet = (availability: object) => rules.patch({ handover: { availability } });
  const available = async (query = '') => (await rules.world.acme.v1.get(`/v1/availability${query}`)).body;
  const asks = ({ sessionId, userId }: Story, more: object = {}): Promise<Answer> =>
    rules.world.acme.v1.post('/v1/handovers', { sessionId, userId, ...more });
  const minutesLater = async (minutes: number): Promise<void> => {
    await letPass(rules.world, minutes * 60 + 1);
    await runJob(rules.world, FireTimers);
  };

  it('refuses no customer because Engage has not reported its agents yet', async () => {
    await isSet({ mode: 'agents' });
    await agentsAre('away');
    await rules.sim('POST', '/faults', { on: 'rest', match: 'GET /1.0/status', status: 403, count: 0 });
    expect(await available()).toMatchObject({ available: true, reason: 'unknown', agents: null });
    const story = await rules.aWaitingStory();
    await story.hears('queue/accepted');
    await rules.sim('DELETE', '/faults');
    countAgain();
    expect(await available()).toMatchObject({ available: false, reason: 'no-agents' });
  });

  it('depends on agents who are available for the categories', async () => {
    await isSet({ mode: 'agents' });
    const checkedAt = expect.any(String) as string;
    const two = { available: true, reason: 'agents-available', agents: { connected: 2, available: 2 }, checkedAt };
    expect(await available()).toEqual(two);
    await agentsAre('away', 'jonas');
    expect(await available()).toEqual({ ...two, agents: { connected: 2, available: 1 } });
    const billing = `?categoryIds=${rules.seed.billingCategoryId}`;
    const none = { available: false, reason: 'no-agents', checkedAt };
    expect(await available(billing)).toEqual({ ...none, agents: { connected: 1, available: 0 } });

    const story = rules.aStory();
    await story.says('user', 'Hello');
    const request = { categoryIds: [rules.seed.billingCategoryId], context: { language: 'de' } };
    expect(await asks(story, request)).toMatchObject(unavailable('No agent is available now.'));
    await isSet({ mode: 'agents', whenClosed: { action: 'refuse-with-text', texts: TEXTS } });
    expect(await asks(story, request)).toMatchObject(unavailable('Leider'));
    expect(await story.state()).toBe('bot');
    expect(story.heard()).toEqual([]);
    await agentsAre('available');
    expect(await asks(story, request)).toMatchObject({ status: 201 });
    await agentsAre('away');
    expect(await asks(story, request)).toMatchObject({ status: 200 });
    await story.hears('queue/accepted');
  });

  it('does not depend on agents who are at capacity', async () => {
    await isSet({ mode: 'agents' });
    const channel = rules.engage.state.channels.require(rules.seed.channelId);
    const { hard_capability: before } = channel;
    const story = await rules.aStoryWithMara();
    const ofMara = rules.engage.state.tasks.filter(({ queue }) => queue.endsWith(rules.seed.maraId)).length;
    Object.assign(channel, { hard_capability: ofMara });
    countAgain();
    expect(await available()).toMatchObject({ agents: { connected: 2, available: 1 } });
    await story.agent('mara', 'complete');
    countAgain();
    expect(await available()).toMatchObject({ agents: { connected: 2, available: 2 } });
    Object.assign(channel, { hard_capability: before });
  });

  it('asks Engage once for many simultaneous requests', async () => {
    await isSet({ mode: 'agents' });
    const { ledger } = rules.engage;
    const before = ledger.find({ kind: 'rest', name: 'GET /1.0/status' }).length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => available()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(ledger.find({ kind: 'rest', name: 'GET /1.0/status' })).toHaveLength(before + 1);
  });

  it('depends on opening hours; a tenant may allow handovers outside of them', async () => {
    const hours = closedHours();
    await isSet({ mode: 'hours', hours });
    expect(await available()).toMatchObject({ available: false, reason: 'closed' });
    const story = rules.aStory();
    await story.says('user', 'Hello');
    expect(await asks(story)).toMatchObject(unavailable(expect.stringContaining('opening hours') as never));
    await isSet({ mode: 'hours', hours, whenClosed: { action: 'accept', texts: TEXTS } });
    await rules.patch({ handover: { noPickupMinutes: 5 } });
    await story.isHandedOver({ profile: { locale: 'de_AT' } });
    await minutesLater(60);
    await story.hears('agent: Leider', 'queue/accepted');
    const [notice] = story.events('agent.message');
    expect(notice?.data).toMatchObject({ text: 'Leider', agentName: null });
    await story.post('/v1/events', { type: 'message_read', messageId: notice?.data['messageId'] });
    await story.agentAnswers('mara', 'Good morning');
    await story.hears('agent: Leider', 'queue/accepted', 'active/agentJoined', 'agent: Good morning');
  });

  it('also applies on a source that Engage serves, whose customers get the texts there', async () => {
    await isSet({ mode: 'agents', whenClosed: { action: 'refuse-with-text', texts: TEXTS } });
    await agentsAre('away');
    const customer = await rules.aNativeCustomer();
    const { sessionId, identityId: userId } = customer;
    const asked = { sessionId, userId, context: { language: 'de' } };
    expect(await rules.world.acme.v1.post('/v1/handovers', asked)).toMatchObject(unavailable('Leider'));
    await customer.isIn('bot');
    await isSet({ mode: 'agents', whenClosed: { action: 'accept', texts: TEXTS } });
    await rules.patch({ handover: { timerTexts: { maxDuration: { default: 'Too long' } } } });
    await customer.isHandedOver({ options: { maxDurationMinutes: 30, queueUpdates: false } });
    await customer.sees('Hello', 'Sorry');
    await minutesLater(30);
    await customer.sees('Hello', 'Sorry', 'Too long');
    await customer.botHears('user: Hello', 'queue/accepted', 'error/error');
    await eventually(() => expect(customer.categories).toEqual([rules.seed.botCategoryId]));
    expect(await customer.isAnswered('I am back')).toMatchObject({ body: { route: 'bot' } });
    await customer.sees('Hello', 'Sorry', 'Too long', 'I am back');
  });

  it('notifies customer and bot, in this order, before a timer ends the handover, also after a restart', async () => {
    await rules.patch({ handover: { timerTexts: { noPickup: TEXTS, inactivity: TEXTS, maxDuration: TEXTS } } });
    const unclaimed = await rules.aWaitingStory({ options: { noPickupMinutes: 5 }, context: { language: 'de' } });
    const options = { inactivityMinutes: 5, inactivityCloseAfter: 1, maxDurationMinutes: 60 };
    const silent = await rules.aStoryWithMara({ options });
    const endless = await rules.aStoryWithMara({ options: { maxDurationMinutes: 60 } });
    await rules.world.addConnector();
    await minutesLater(5);
    await unclaimed.hears('queue/accepted', 'agent: Leider', 'error/error');
    expect(unclaimed.events('handover.status').at(-1)?.data).toMatchObject({ error: { reason: 'unavailable' } });
    await rules.isBackAtTheBot(unclaimed);
    await minutesLater(5);
    const withMara = ['queue/accepted', 'active/agentJoined', 'agent: Mara here'];
    await silent.hears(...withMara, 'active/inactivity', 'agent: Sorry', 'completed/completed');
    await endless.hears(...withMara);
    await minutesLater(50);
    await endless.hears(...withMara, 'agent: Sorry', 'error/error');
    await rules.isBackAtTheBot(endless);
    await minutesLater(60);
    expect(silent.heard()).toHaveLength(withMara.length + 3);
  });
});
