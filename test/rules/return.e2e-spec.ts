import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Story } from '../harness/index.js';
import { RuleWorld } from './rule-world.js';

describe('the return restores the previous state', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start();
  });
  afterAll(() => rules.stop());

  const has = (story: Story, ...categoryIds: string[]): Promise<void> =>
    eventually(async () => expect((await story.categories()).toSorted()).toEqual(categoryIds.toSorted()));

  /** A category of the domain without agents. */
  async function aCategory(name: string): Promise<string> {
    const answer = await rules.rest('POST', '/categories', [
      ['name', name],
      ['parent_id', rules.seed.rootCategoryId],
    ]);
    return ((await answer.json()) as { id: string }).id;
  }

  it('after an agent has transferred the thread to another category', async () => {
    await rules.switch({ routing: { match: 'any' } });
    const added = await aCategory('Added before a transfer');
    const story = await rules.aStoryWithMara({ categoryIds: [added] });
    await story.agent('mara', 'transfer', { categoryIds: [rules.seed.billingCategoryId, added] });
    await story.agentAnswers('jonas', 'Billing here');
    await eventually(() => expect(story.heard()).toContain('agent: Billing here'));
    await story.agent('jonas', 'complete');
    await story.isIn('bot');
    await has(story, rules.seed.botCategoryId);
  });

  it('without the additional categories of the handover, with those from before', async () => {
    await rules.switch({ routing: { match: 'any' } });
    const [vip, added] = [await aCategory('VIP'), await aCategory('Added')];
    const story = rules.aStory();
    await story.says('user', 'Hello');
    await story.showsInEngage('Hello');
    const { botCategoryId, agentCategoryId } = rules.seed;
    await rules.moveTo(story, botCategoryId, vip);
    await story.isHandedOver({ categoryIds: [vip, added] });
    await has(story, agentCategoryId, vip, added);
    await story.agentAnswers('mara', 'Mara here');
    await eventually(() => expect(story.heard().at(-1)).toBe('agent: Mara here'));
    await story.agent('mara', 'complete');
    await has(story, botCategoryId, vip);
  });

  it('with the categories of the start, although the settings have changed', async () => {
    const [newBot, newAgents] = [await aCategory('New bot'), await aCategory('New agents')];
    const story = await rules.aStoryWithMara();
    const changed = { botCategoryId: newBot, agentCategoryId: newAgents };
    // The API refuses this while handovers run; settings may change in other ways.
    await rules.world.database.dataSource.query(`UPDATE tenants SET engage = engage || $1 WHERE slug = 'acme'`, [
      changed,
    ]);
    await rules.patch({ name: 'Acme' });
    const { body } = await rules.world.admin.get('/admin/tenants/acme');
    expect(body).toMatchObject({ engage: changed });
    await story.agent('mara', 'complete');
    await story.isIn('bot');
    await has(story, rules.seed.botCategoryId);
  });
});
