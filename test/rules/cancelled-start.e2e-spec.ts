import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/index.js';
import { RuleWorld } from './rule-world.js';

describe('a cancelled start leaks nothing', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start({ tenant: { handover: { forwardOnlyHandover: true } } });
  });
  afterAll(() => rules.stop());

  it('while Engage is down: nothing arrives later, and all of it in order with the next handover', async () => {
    const story = rules.aStory();
    await story.says('user', 'one');
    await story.says('bot', 'two');
    for (const on of ['send', 'rest']) await rules.sim('POST', '/faults', { on, status: 503, count: 0 });
    await story.handOver({ reason: 'asked for an agent' });
    await story.says('user', 'three');
    await story.says('user', 'four');
    await eventually(() => expect(rules.engage.ledger.find({ kind: 'send', status: 503 })).not.toEqual([]));
    await story.post('/v1/handovers/cancel');
    await story.hears('cancelled/cancelled');
    await story.says('user', 'five');
    await rules.sim('DELETE', '/faults');
    await rules.isQuiet();
    expect(rules.engage.state.contents.all()).toEqual([]);
    await story.handOver();
    await eventually(() => expect(story.heard().at(-1)).toBe('queue/accepted'));
    await rules.isQuiet();
    await story.showsInEngage('one', 'two', 'three', 'four', 'five');
  });
});
