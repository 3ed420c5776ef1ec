import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FireTimers } from '#handover';
import { eventually, letPass, runJob } from '../harness/index.js';
import { RuleWorld } from './rule-world.js';

describe('timers check first', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start({ switches: { sdk: { retryGapMs: 500, tries: 20 } } });
  });
  afterAll(() => rules.stop());
  beforeEach(async () => {
    await rules.sim('DELETE', '/faults');
    await rules.lose();
    await rules.switch({ taskMode: true });
  });

  async function minutesLater(minutes: number): Promise<void> {
    await letPass(rules.world, minutes * 60 + 1);
    await runJob(rules.world, FireTimers);
  }

  it('the no-pickup timer does not close an intervention with two agent replies after our downtime', async () => {
    const story = await rules.aWaitingStory({ options: { noPickupMinutes: 5 } });
    await rules.lose('*'); // no event of Engage arrives
    await rules.sim('POST', '/faults', { on: 'sdk', match: 'messages.create', status: 503, count: 0 });
    await story.agentAnswers('mara', 'One', 'Two');
    await minutesLater(5);
    const open = rules.engage.state.openIntervention(await story.threadId());
    expect(open).toMatchObject({ closed: false });
    expect(await story.state()).toBe('active');
    await rules.sim('DELETE', '/faults');
    const heard = ['queue/accepted', 'active/agentJoined', 'agent: One', 'agent: Two'];
    await eventually(() => expect(story.heard().toSorted()).toEqual(heard.toSorted())); // Engage repeats each by itself
    await minutesLater(30);
    expect(await story.state()).toBe('active');
  });

  it('the no-pickup timer still resumes the bot when no agent joined', async () => {
    const story = await rules.aWaitingStory({ options: { noPickupMinutes: 5 } });
    await minutesLater(5);
    await story.hears('queue/accepted', 'error/error');
    await rules.isBackAtTheBot(story);
  });

  it.each([
    ['a task', true, 'task.supervisor_assigned'],
    ['a thread of a folder', false, 'intervention.assigned'],
  ])('a supervisor who assigns %s is a pick-up', async (_, taskMode, event) => {
    await rules.switch({ taskMode });
    const types = [
      'task.taken',
      'task.assigned',
      'intervention.opened',
      'task.supervisor_assigned',
      'intervention.assigned',
    ];
    await rules.lose(...types.filter((type) => type !== event));
    const story = await rules.aWaitingStory({ options: { noPickupMinutes: 5 } });
    await story.isIn('queue');
    await rules.sim('POST', `/threads/${await story.threadId()}/assign`, { agent: 'mara' });
    await story.hears('queue/accepted', 'active/agentJoined');
    await minutesLater(5);
    expect(await story.state()).toBe('active');
  });

  it('the inactivity timer does not end the handover of a customer who waits silently in the queue', async () => {
    const story = await rules.aWaitingStory({ options: { inactivityMinutes: 5, inactivityCloseAfter: 1 } });
    for (let turn = 0; turn < 4; turn++) await minutesLater(5);
    expect(await story.state()).toBe('queue');
    await story.hears('queue/accepted', 'queue/inactivity');
    await story.agentAnswers('mara', 'Are you still there?');
    await eventually(() => expect(story.heard().at(-1)).toBe('agent: Are you still there?'));
    await minutesLater(5);
    await eventually(() => expect(story.heard().at(-1)).toBe('active/inactivity'));
    await minutesLater(5);
    await eventually(() => expect(story.heard().at(-1)).toBe('completed/completed'));
    await rules.isBackAtTheBot(story);
  });
});
