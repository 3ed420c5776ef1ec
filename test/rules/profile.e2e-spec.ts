import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Story } from '../harness/index.js';
import { RuleWorld } from './rule-world.js';

const FULL = { firstname: 'Ada', lastname: 'Okafor', email: 'ada@example.org', plan: 'gold', city: 'Lagos' };

describe('a customer’s profile', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start();
  });
  afterAll(() => rules.stop());

  /** Authors of the contents of the thread, oldest first. */
  async function authorsOf(story: Story) {
    const { contentsOf, identities } = await threadOf(story);
    return contentsOf.map(({ author_id }) => identities.require(author_id));
  }

  async function threadOf(story: Story) {
    const { state } = rules.engage;
    return { contentsOf: state.contentsOf(await story.threadId()), identities: state.identities };
  }

  async function isSolved(story: Story): Promise<void> {
    await story.post('/v1/handovers/close');
    await rules.isBackAtTheBot(story);
    await rules.isQuiet();
  }

  it.each([
    ['nothing', {}],
    ['fewer fields', { firstname: 'Ada' }],
    ['empty fields', { firstname: '', lastname: null, email: '', plan: '', city: null }],
  ])('with %s removes nothing from one with more', async (_, less) => {
    const story = rules.aStory();
    await story.says('user', 'Hello');
    await story.isHandedOver({ profile: FULL });
    await isSolved(story);
    await story.says('user', 'Hello again');
    await story.isHandedOver({ profile: less });
    await rules.isQuiet();
    await story.showsInEngage('Hello', 'Hello again');
    expect((await authorsOf(story)).at(-1)).toMatchObject({
      screenname: 'Ada Okafor',
      firstname: 'Ada',
      lastname: 'Okafor',
      email: 'ada@example.org',
      extra_values: { plan: 'gold', city: 'Lagos' },
    });
  });

  it('a customer who logs in continues in the same session as the new identity, and the timeline shows it', async () => {
    const story = rules.aStory();
    const userId = `${story.userId}-logged-in`;
    await story.says('user', 'Hello');
    await story.says('user', 'It is me', { userId });
    await story.showsInEngage('Hello', 'It is me');
    const request = { sessionId: story.sessionId, userId, profile: FULL };
    expect(await rules.world.acme.v1.post('/v1/handovers', request)).toMatchObject({ status: 201 });
    await story.hears('queue/accepted');
    await story.says('user', 'Still me', { userId });
    await story.showsInEngage('Hello', 'It is me', 'Still me');
    const [before, after, still] = await authorsOf(story);
    expect(after?.foreign_id).not.toBe(before?.foreign_id);
    expect(still).toMatchObject({ foreign_id: after?.foreign_id, email: 'ada@example.org' });
    expect(before?.email).toBeNull();
    const { id } = await story.conversation();
    const { body } = await rules.world.admin.get<{ timeline: { kind: string; detail: object }[] }>(
      `/admin/conversations/${id}`,
    );
    expect(body.timeline).toContainEqual(
      expect.objectContaining({ kind: 'profile', detail: { userId, before: story.userId } }),
    );
    await story.agentAnswers('mara', 'Welcome');
    await eventually(() => expect(story.heard().at(-1)).toBe('agent: Welcome'));
    expect(story.events('agent.message').at(-1)).toMatchObject({ sessionId: story.sessionId, userId });
  });

  it('a customer who logs in while an agent has the conversation continues with the agent', async () => {
    const story = await rules.aStoryWithMara();
    const userId = `${story.userId}-logged-in`;
    const answer = await story.says('user', 'It is me', { userId });
    expect(answer).toMatchObject({ status: 202, body: { route: 'agent', state: 'active' } });
    await story.showsInEngage('Hello', 'Mara here', 'It is me');
    const authors = await authorsOf(story);
    expect(authors.at(-1)?.foreign_id).not.toBe(authors[0]?.foreign_id);
  });
});
