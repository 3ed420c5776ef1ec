import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../harness/index.js';
import { RuleWorld, WITH_MARA } from './rule-world.js';

describe('during the start', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start();
  });
  afterAll(() => rules.stop());
  beforeEach(async () => {
    await rules.switch({ routing: { takesAtOnce: '' } });
    await rules.lose();
  });

  it('events from before Engage’s answer belong to the handover', async () => {
    const story = rules.aStory();
    await story.says('user', 'Hello');
    await story.showsInEngage('Hello');
    await rules.sim('POST', '/faults', { on: 'rest', match: 'update_categories', answerDelayMs: 2_500 });
    await story.handOver();
    await eventually(async () => expect(await story.categories()).toEqual([rules.seed.agentCategoryId]));
    await story.agentAnswers('mara', 'Mara here');
    await story.agent('mara', 'complete');
    await rules.isBackAtTheBot(story);
    expect(story.heard()).toContain('agent: Mara here');
    expect(story.heard().filter((line) => line.startsWith('completed'))).toHaveLength(1);
  });

  it('an event that arrives while the thread is being linked is not lost, five times of five', async () => {
    await rules.switch({ routing: { takesAtOnce: 'Mara' } });
    await rules.lose('content.imported'); // the start links the thread
    const stories = Array.from({ length: 5 }, () => rules.aStory());
    for (const story of stories) {
      await story.says('user', 'Hello');
      await story.isHandedOver();
      await story.hears('queue/accepted', 'active/agentJoined');
      await story.agent('mara', 'reply', { body: 'Mara here' });
      await story.hears(...WITH_MARA.slice(0, -1));
      await story.agent('mara', 'complete');
      await story.hears(...WITH_MARA);
    }
  });
});
