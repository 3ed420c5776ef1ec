import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, startWorld, Story, type World } from './harness/index.js';

const ACCOUNT = '9234567890123457';

/** A handover with an Engage that uses the rarer forms of its documents, with ids beyond 2^53. */
describe('an Engage with other shapes', () => {
  let world: World;
  beforeAll(async () => {
    const shapes = { omitContentId: true, omitMetadataId: true, numericIds: true, fileUrls: 'none' };
    world = await startWorld();
    await control(world.acme, 'PATCH', '/switches', { shapes });
  });
  afterAll(() => world.stop());

  /** JSON by hand: JavaScript cannot write such a number. */
  const postJson = async (path: string, json: string): Promise<number> => {
    const { v1 } = world.acme;
    const headers = { authorization: `Bearer ${v1.key}`, 'content-type': 'application/json' };
    return (await fetch(`${world.connectors[0]?.url}${path}`, { method: 'POST', headers, body: json })).status;
  };

  it('is served to the end, and no two ids are confused', async () => {
    const story = new Story(world, 's-1');
    await story.says('user', 'Hello');
    await story.isHandedOver();
    expect(await story.threadId()).toMatch(/^9\d{18}$/);
    await story.agentAnswers('mara', 'One', 'Two', 'Three');
    const heard = ['queue/accepted', 'active/agentJoined', 'agent: One', 'agent: Two', 'agent: Three'];
    await story.hears(...heard);
    await story.agent('mara', 'complete');
    await story.hears(...heard, 'completed/completed');
    const { botCategoryId } = world.acme.engage.seed;
    await eventually(async () => expect(await story.categories()).toEqual([botCategoryId]));
    const written = world.acme.engage.state.contentsOf(await story.threadId()).filter(({ creator_id }) => creator_id);
    expect(written.map(({ synchronization_status }) => synchronization_status)).toEqual([
      'success',
      'success',
      'success',
    ]);
    expect(new Set(written.map(({ foreign_id }) => foreign_id)).size).toBe(3);
  });

  it('repeats a message without content_id that the connector has accepted, and the bot receives it once', async () => {
    const story = new Story(world, 's-2');
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await eventually(() => story.agent('mara', 'take'));
    await control(world.acme, 'PATCH', '/switches', { sdk: { retryGapMs: 50 } });
    await control(world.acme, 'POST', '/faults', {
      on: 'sdk',
      match: 'messages.create',
      status: 502,
      when: 'after',
      count: 1,
    });
    await story.agent('mara', 'reply', { body: 'Only once' });
    await story.agent('mara', 'reply', { body: 'Last' });
    const exported = () =>
      world.acme.engage.state.contents.filter(({ synchronization_status: status }) => status !== 'success');
    await eventually(() => expect(exported()).toEqual([]));
    await eventually(() => expect(story.heard()).toContain('agent: Last'));
    expect(story.heard().filter((line) => line === 'agent: Only once')).toHaveLength(1);
  });

  it('sends a file without an address, and the customer gets a text about it', async () => {
    const story = new Story(world, 's-3');
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await eventually(() => story.agent('mara', 'take'));
    const stored = await fetch(`${world.acme.engage.url}/_sim/files?filename=invoice.pdf`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: '%PDF',
    });
    const id = /"id":"?(\w+)/.exec(await stored.text())?.[1];
    await story.agent('mara', 'reply', { body: 'Your invoice', attachmentIds: [id] });
    await eventually(() =>
      expect(story.heard()).toContain('agent: Your invoice\n[File not passed on: invoice.pdf – it has no web address]'),
    );
  });

  it('receives all digits of a profile, and the bot all digits of its own payload', async () => {
    const story = new Story(world, 's-4');
    const who = `"sessionId":"${story.sessionId}","userId":"${story.userId}"`;
    const message = `{${who},"messageId":"m-1","author":"user","text":"Hi","payload":{"id":${ACCOUNT}}}`;
    expect(await postJson('/v1/messages', message)).toBe(202);
    expect(await postJson('/v1/messages', message)).toBe(202);
    expect(await postJson('/v1/messages', message.replace(ACCOUNT, '9234567890123456'))).toBe(422);
    expect(
      await postJson('/v1/handovers', `{${who},"profile":{"account":${ACCOUNT}},"context":{"order":${ACCOUNT}}}`),
    ).toBe(201);
    const { state } = world.acme.engage;
    await eventually(async () => {
      const contents = state.contentsOf(await story.threadId());
      expect(contents.map(({ context_data: data }) => data)).toContainEqual({ order: ACCOUNT });
      expect(contents[0]?.structured_reply).toEqual({ payload: `{"id":${ACCOUNT}}` });
      expect(state.identities.require(contents[0]?.author_id).extra_values).toEqual({ account: ACCOUNT });
    });
  });
});

/** The same on a source that Engage serves itself, where the bot receives customers' messages by `content.imported`. */
describe('a native source with other shapes', () => {
  const nativeSourceIds = ['65a1c0de0000000000000011'];
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ tenant: { engage: { nativeSourceIds } } });
    await control(world.acme, 'PATCH', '/switches', { shapes: { omitMetadataId: true, numericIds: true } });
  });
  afterAll(() => world.stop());

  it('is answered by the bot, message by message', async () => {
    const { engage, bot, v1 } = world.acme;
    for (const text of ['One', 'Two']) await control(world.acme, 'POST', '/customer/messages', { text, thread: 't-1' });
    const [thread] = engage.state.threads.filter(({ foreign_id: id }) => id === 't-1');
    const customer = engage.state.contentsOf(thread?.id ?? '')[0]?.author_id ?? '';
    expect(customer).toMatch(/^9\d{18}$/);
    const sessionId = `${thread?.id}:${customer}`;
    await eventually(() => expect(bot.of(sessionId).map(({ data }) => data['text'])).toEqual(['One', 'Two']));
    await v1.post('/v1/messages', { sessionId, userId: customer, messageId: 'm-1', author: 'bot', text: 'Three' });
    await eventually(() => {
      const [, two, three] = engage.state.contentsOf(thread?.id ?? '');
      expect(three).toMatchObject({ body: 'Three', in_reply_to_id: two?.id });
    });
  });
});
