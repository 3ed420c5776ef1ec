import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, control, eventually, startWorld, Story, type World } from '../harness/index.js';
import { PICTURE, uploadedByAgent } from './files-at-hand.js';

const MENU = {
  type: 'select',
  items: [
    { title: 'Red', payload: 'red' },
    { title: 'Blue', payload: 'blue' },
  ],
};
const AS_TEXT = 'Which colour?\n1. Red\n2. Blue';

describe('offers and choices, with failures', () => {
  let world: World;
  let sessions = 0;
  beforeAll(async () => {
    world = await startWorld({ switches: { sdk: { retryGapMs: 100 } } });
  });
  afterAll(() => world?.stop());
  beforeEach(() => control(world.acme, 'DELETE', '/faults'));

  const fault = (rule: object): Promise<unknown> => control(world.acme, 'POST', '/faults', rule);
  const refused = { on: 'send', match: 'messages.create', status: 422, body: 'Bad request' };

  async function isWithAgent(): Promise<Story> {
    const story = new Story(world, `s-${++sessions}`);
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await eventually(() => story.agent('mara', 'take'));
    return story;
  }

  /** Structured content of the newest content in Engage. */
  const structured = async (story: Story): Promise<unknown[]> => {
    const contents = world.acme.engage.state.contentsOf(await story.threadId());
    return contents.map(({ structured_content: content }) => content);
  };

  describe('by the bot', () => {
    const offers = (story: Story, more: object = {}): Promise<Answer> =>
      story.says('bot', 'Which colour?', { content: MENU, ...more });

    it.each([
      ['', []],
      ['and Engage fails then', [{ on: 'send', match: 'messages.create', status: 500 }]],
      [
        'and the answer to the text is lost',
        [{ on: 'send', match: 'messages.create', network: 'reset', when: 'after' }],
      ],
    ])('arrives once, before later messages, when Engage refuses it %s', async (_, more) => {
      const story = new Story(world, `s-${++sessions}`);
      await story.says('user', 'Hello');
      await story.showsInEngage('Hello');
      for (const rule of [refused, ...more]) await fault(rule);
      await offers(story);
      await story.says('bot', 'Take your time.');
      await eventually(async () => expect(await story.inEngage()).toHaveLength(3));
      const [, offer, text] = await story.inEngage();
      expect(['Which colour?', AS_TEXT]).toContain(offer);
      expect(text).toBe('Take your time.');
      if (more.length === 0) expect(offer).toBe(AS_TEXT);
      expect((await structured(story))[1] === null).toBe(offer === AS_TEXT);
    });

    it('is shown once, before later messages, when answers are lost', async () => {
      const story = new Story(world, `s-${++sessions}`);
      await story.says('user', 'Hello');
      await story.showsInEngage('Hello');
      await fault({ on: 'send', match: 'messages.create', network: 'reset', when: 'after', count: 3 });
      const attachments = [{ content: PICTURE.toString('base64'), filename: 'colours.png' }];
      await offers(story, { attachments });
      await story.says('bot', 'Take your time.');
      await eventually(async () => expect((await story.inEngage()).at(-1)).toBe('Take your time.'));
      expect((await story.inEngage()).filter((body) => body !== '')).toEqual([
        'Hello',
        'Which colour?',
        'Take your time.',
      ]);
      const shown = (await structured(story)).filter((content) => content !== null);
      expect(shown).toMatchObject([{ type: 'select' }]);
      const contents = world.acme.engage.state.contentsOf(await story.threadId());
      expect(contents.flatMap(({ attachments: files }) => files)).toMatchObject([{ filename: 'colours.png' }]);
    });
  });

  describe('by an agent', () => {
    it.each(['hang', 'reset'])('reaches the bot once when our answer is lost: %s', async (network) => {
      const story = await isWithAgent();
      await control(world.acme, 'PATCH', '/switches', { sdk: { timeoutMs: 500 } });
      await fault({ on: 'sdk', match: 'messages.create', network, when: 'after', count: 2 });
      const attachmentIds = [await uploadedByAgent(world.acme, 'colours.png', PICTURE)];
      await story.agent('mara', 'reply', { body: 'Which colour?', structuredContent: MENU, attachmentIds });
      await story.agent('mara', 'reply', { body: 'Take your time.' });
      await story.hears('queue/accepted', 'active/agentJoined', 'agent: Which colour?', 'agent: Take your time.');
      const [event] = story.events('agent.message');
      expect(event?.data).toMatchObject({ content: MENU, attachments: [{ filename: 'colours.png' }] });
    });

    it('is answered once, however often that is reported, also after the handover', async () => {
      const story = await isWithAgent();
      await story.agent('mara', 'reply', { body: 'Which colour?', structuredContent: MENU });
      await eventually(() => expect(story.events('agent.message')).toHaveLength(1));
      const { sessionId, userId } = story;
      const choice = { sessionId, userId, messageId: 'choice', author: 'user', payload: 'blue' };
      const report = async (): Promise<unknown> => (await world.acme.v1.post('/v1/messages', choice)).body;
      const answers = await Promise.all([report(), report(), report()]);
      await eventually(async () => expect((await story.inEngage()).at(-1)).toBe('Blue'));
      expect(await story.lastContent()).toMatchObject({ structured_reply: expect.anything() as unknown });
      await story.agent('mara', 'complete');
      await story.isIn('bot');
      answers.push(await report());
      expect(answers).toEqual(Array(4).fill(answers[0]));
      await story.says('user', 'thanks');
      await eventually(async () => expect((await story.inEngage()).slice(-2)).toEqual(['Blue', 'thanks']));
    });

    it('is read as text if its kind is unknown', async () => {
      const story = await isWithAgent();
      const thread = world.acme.engage.state.threads.require(await story.threadId());
      const said = { id: 'c-unknown', thread_id: thread.foreign_id, body: 'Pick a day', actions: ['create'] };
      const content = { type: 'hologram', title: 'Days', items: [{ title: 'Monday', payload: 1 }, 7, null] };
      const call = async (): Promise<{ status: number; body: unknown }> => {
        const params = { ...said, content_id: said.id, structured_content: content };
        const body = JSON.stringify({ action: 'messages.create', params });
        const signature = createHmac('sha512', world.acme.engage.seed.sourceAccessToken).update(body).digest('hex');
        const headers = { 'content-type': 'application/json', 'x-smccsdk-signature': signature };
        const response = await fetch(world.acme.engageUrl, { method: 'POST', body, headers });
        return { status: response.status, body: await response.json() };
      };
      const answers = [await call(), await call()];
      expect(answers).toEqual(Array(2).fill({ status: 200, body: { id: expect.any(String) as string } }));
      const [event] = await eventually(() => {
        expect(story.events('agent.message')).toHaveLength(1);
        return story.events('agent.message');
      });
      expect(event?.data['text']).toMatch(/^Pick a day/);
      expect(event?.data).not.toHaveProperty('content.type', 'hologram');
    });
  });
});
