import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, startWorld, Story, type World } from './harness/index.js';

describe('typing and read receipts', () => {
  let world: World;
  let sessions = 0;
  beforeAll(async () => {
    world = await startWorld({ switches: { sdk: { typing: true } } });
  });
  afterAll(() => world.stop());

  async function withAgent(): Promise<Story> {
    const story = new Story(world, `s-${++sessions}`);
    await story.says('user', 'agent!');
    await story.isHandedOver();
    await story.agentAnswers('mara', 'Hello');
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Hello');
    return story;
  }
  const typingOf = async (story: Story): Promise<string | null> =>
    world.acme.engage.state.threads.require(await story.threadId()).typing_preview;
  const reply = async (story: Story) =>
    world.acme.engage.state
      .contentsOf(await story.threadId())
      .find(({ body, creator_id }) => body === 'Hello' && creator_id !== null);
  const typings = (story: Story): unknown[] => story.events('agent.typing').map(({ data }) => data['typing']);

  it('are declared to Engage', () => {
    const { capabilities } = world.acme.engage.state.sdk[world.acme.engage.seed.sourceId] ?? {};
    expect(capabilities).toMatchObject({
      objects: { status: ['mark_as_read'] },
      options: expect.arrayContaining(['view.messaging', 'messaging.typing_indicator']) as string[],
    });
  });

  it('show the agent that the customer types, but not the text', async () => {
    const story = await withAgent();
    await story.post('/v1/events', { type: 'typing_started', preview: 'I never got' });
    await eventually(async () => expect(await typingOf(story)).toBe('…'));
    await story.post('/v1/events', { type: 'typing_stopped' });
    await eventually(async () => expect(await typingOf(story)).toBeNull());
    for (let words = 0; words < 5; words++) await story.post('/v1/events', { type: 'typing_started' });
    await story.says('user', 'I never got it');
    await story.showsInEngage('agent!', 'Hello', 'I never got it');
    expect(await typingOf(story)).toBeNull();
    const refusals = world.acme.engage.ledger.find({ kind: 'send', status: 429 });
    expect(refusals).toEqual([]);
  });

  it('notify the bot when the agent types', async () => {
    const story = await withAgent();
    const thread = await story.threadId();
    await control(world.acme, 'POST', `/threads/${thread}/typing`);
    await eventually(() => expect(typings(story)).toEqual([true]));
    await control(world.acme, 'POST', `/threads/${thread}/typing`, { stop: true });
    await eventually(() => expect(typings(story)).toEqual([true, false]));
    expect(story.events().map(({ sequence }) => sequence)).toEqual(story.events().map((_, index) => index + 1));
  });

  it('mark messages that the customer has read', async () => {
    const story = await withAgent();
    expect(await reply(story)).toMatchObject({ read_at: null });
    const messageId = story.events('agent.message')[0]?.data['messageId'];
    await story.post('/v1/events', { type: 'message_read', messageId });
    await eventually(async () => expect((await reply(story))?.read_at).toEqual(expect.any(String)));
    const { v1 } = world.acme;
    const unknown = { sessionId: story.sessionId, type: 'message_read', messageId: 'no one wrote this' };
    expect(await v1.post('/v1/events', unknown)).toMatchObject({ status: 404, body: { code: 'message.unknown' } });
  });
});
