import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../harness/index.js';
import { createSimulator, type Simulator } from '../../apps/engage-simulator/src/index.js';
import { provideDemoEngage } from '../../apps/playground/src/demo-engage.js';
import { RuleWorld } from './rule-world.js';

describe('a link that has become invalid', () => {
  let rules: RuleWorld;
  let other: Simulator | undefined;
  beforeAll(async () => {
    rules = await RuleWorld.start();
  });
  afterAll(async () => {
    await rules.stop();
    await other?.close();
  });
  beforeEach(() => rules.lose());

  it.each([
    ['', []],
    [', even if no event reports the new one', ['content.imported']],
  ])('is searched by our id when the thread was deleted%s', async (_, lost) => {
    const story = rules.aStory();
    await story.says('user', 'Hello');
    await story.showsInEngage('Hello');
    const deleted = await story.threadId();
    await rules.lose(...lost);
    await rules.sim('DELETE', `/threads/${deleted}`);
    await story.says('user', 'Hello again');
    await story.isHandedOver();
    const linked = (await story.conversation()).engageThreadId;
    expect(linked).not.toBe(deleted);
    const thread = rules.engage.state.threads.require(linked);
    expect(thread.thread_category_ids).toEqual([rules.seed.agentCategoryId]);
    await rules.sim('POST', '/agents/mara/take', { thread: thread.id });
    await eventually(() => expect(story.heard()).toEqual(['queue/accepted', 'active/agentJoined']));
    await story.post('/v1/handovers/close'); // settings can only change while no handover runs
    await rules.isQuiet();
  });

  it('is searched by our id when the tenant has moved to another domain and source', async () => {
    const story = rules.aStory();
    await story.says('user', 'Hello');
    await story.showsInEngage('Hello');
    const before = await story.threadId();
    const seed = { sourceId: '75a1c0de0000000000000010', sourceAccessToken: 'token-of-the-new-source' };
    other = await createSimulator({
      seed,
      switches: { imports: { delayMs: 20 }, webhooks: { drop: ['content.imported'] } },
    });
    const { baseApiUrl, realtimeEndpointUrl } = other;
    const { restAccessToken: apiAccessToken, sourceAccessToken: realtimeAccessToken, sourceId } = other.seed;
    await rules.patch({ engage: { baseApiUrl, realtimeEndpointUrl, sourceId, apiAccessToken, realtimeAccessToken } });
    const { engageUrl, webhookSecret, verifyToken } = rules.world.acme;
    await provideDemoEngage({ simulatorUrl: other.url, apiAccessToken, engageUrl, webhookSecret, verifyToken });
    await story.says('user', 'Hello again');
    await story.isHandedOver();
    const linked = (await story.conversation()).engageThreadId;
    expect(linked).not.toBe(before);
    expect(other.state.threads.require(linked).thread_category_ids).toEqual([other.seed.agentCategoryId]);
  });
});
