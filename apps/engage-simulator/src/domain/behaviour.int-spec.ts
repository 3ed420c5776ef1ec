import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/connector-stub.js';
import { Harness } from '../testing/harness.js';

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const act = (name: string, action: string, body: object): Promise<{ status: number; body: { message: string } }> =>
  domain.control('POST', `/agents/${name}/${action}`, body);

/** The events since the last call. */
function news(): string[] {
  const events = domain.emitted();
  domain.simulator.ledger.clear();
  return events;
}

async function held(): Promise<string> {
  const thread = await domain.handover();
  await act('mara', 'take', { thread });
  news();
  return thread;
}

async function answered(): Promise<string> {
  const thread = await held();
  await act('mara', 'reply', { thread, body: 'Hi' });
  await eventually(() => expect(domain.emitted()).toContain('content.exported'));
  news();
  return thread;
}

describe('task mode', () => {
  it('adds more messages to the live task', async () => {
    const thread = await held();
    await domain.say('conv-1', 'm-2', 'More');
    expect(news()).toEqual(['content.imported']);
    await act('mara', 'reply', { thread, body: 'Hi' });
    await eventually(() => expect(domain.emitted()).toContain('content.exported'));
    await domain.say('conv-1', 'm-3', 'Thanks');
    expect(news()).toEqual(['intervention.opened', 'content.replied', 'content.exported', 'content.imported']);
    expect(domain.simulator.state.contents.findLast(() => true)).toMatchObject({
      status: 'assigned',
      intervention_id: expect.any(String),
    });
  });

  it('lets an agent accept immediately', async () => {
    await domain.control('PATCH', '/switches', { routing: { takesAtOnce: 'Mara' } });
    await domain.handover();
    expect(news()).toEqual(expect.arrayContaining(['task.assigned', 'task.taken']));
  });

  it('defers and comes back', async () => {
    const thread = await answered();
    await act('mara', 'defer', { thread, seconds: 600 });
    expect(news()).toEqual(['intervention.deferred', 'task.completed']);
    expect(domain.simulator.state.openIntervention(thread)).toMatchObject({
      closed: false,
      deferred_at: expect.any(String),
    });
    await domain.control('POST', '/clock/advance', { seconds: 600 });
    expect(news()).toEqual(['intervention.reactivated', 'task.created', 'task.assigned']);
    expect(domain.simulator.state.liveTask(thread)?.segment_index).toBe(2);
  });

  it('comes back from a deferral when the customer writes', async () => {
    await act('mara', 'defer', { thread: await answered() });
    news();
    await domain.say('conv-1', 'm-2', 'Still there?');
    expect(news()).toEqual(['content.imported', 'intervention.reactivated', 'task.created', 'task.assigned']);
  });

  it('transfers to another agent', async () => {
    const thread = await answered();
    await act('mara', 'transfer', { thread, to: 'jonas' });
    expect((await act('mara', 'reply', { thread, body: 'x' })).status).toBe(403);
    await act('jonas', 'take', { thread });
    expect(news()).toEqual(['task.transferred', 'task.assigned', 'task.taken', 'intervention.user_updated']);
  });

  it('reopens when the customer writes after the close', async () => {
    const thread = await answered();
    await act('mara', 'complete', { thread });
    news();
    await domain.say('conv-1', 'm-2', 'One more thing');
    expect(news()).toEqual(['content.imported', 'intervention.reopened', 'task.created', 'task.assigned']);
  });

  it('creates only a task if the close was too long ago', async () => {
    await act('mara', 'complete', { thread: await answered() });
    await domain.control('POST', '/clock/advance', { seconds: 432_001 });
    news();
    await domain.say('conv-1', 'm-2', 'Hello again');
    expect(news()).toEqual(['content.imported', 'task.created', 'task.assigned']);
  });

  it('completes only the task if there is no reply', async () => {
    await act('mara', 'complete', { thread: await held() });
    expect(news()).toEqual(['task.completed']);
  });

  it('cancels before a reply: contents are ignored, the task is destroyed', async () => {
    await act('mara', 'cancel', { thread: await held() });
    expect(news()).toEqual(['task.destroyed']);
  });

  it('withdraws the task when the thread leaves the agent’s skills before any intervention', async () => {
    const thread = await held();
    await domain.control('POST', '/clock/advance', { seconds: 1 });
    await domain.rest('PUT', `/content_threads/${thread}/update_categories`, {
      'thread_category_ids[]': domain.seed.botCategoryId,
    });
    expect(news()).toEqual(['task.recategorized', 'task.undelivered']);
  });

  it('recategorises an open intervention and does not move the task', async () => {
    const thread = await answered();
    await domain.control('POST', '/clock/advance', { seconds: 1 });
    await domain.rest('PUT', `/content_threads/${thread}/update_categories`, {
      'thread_category_ids[]': domain.seed.botCategoryId,
    });
    expect(news()).toEqual(['task.recategorized', 'intervention.recategorized']);
    expect(domain.simulator.state.liveTask(thread)?.queue).toContain('workbin_');
  });

  it('offers to an agent with every skill, and to the next one when it rings too long', async () => {
    await domain.control('PATCH', '/switches', { routing: { ringSeconds: 20 } });
    const thread = await domain.handover();
    expect(domain.simulator.state.liveTask(thread)?.agent_ids).toEqual([domain.seed.maraId]);
    news();
    await domain.control('POST', '/clock/advance', { seconds: 20 });
    expect(news()).toEqual(['task.expired_from_step', 'task.assigned']);
    expect(domain.simulator.state.liveTask(thread)?.agent_ids).toEqual([domain.seed.jonasId]);
    await domain.rest('PUT', `/content_threads/${thread}/update_categories`, {
      'thread_category_ids[]': [domain.seed.agentCategoryId, domain.seed.billingCategoryId],
    });
    expect(domain.simulator.state.liveTask(thread)?.agent_ids).toEqual([domain.seed.jonasId]);
    expect((await act('mara', 'take', { thread })).body.message).toBe('Agent lacks the skills of this task');
  });

  it('waits for an agent to become available, then continues', async () => {
    for (const name of ['mara', 'jonas']) await act(name, 'status', { status: 'disconnected' });
    await domain.handover();
    news();
    await act('jonas', 'status', { status: 'available' });
    expect(news()).toEqual(['push_agent.connected', 'task.assigned', 'push_agent.availability_change']);
  });

  it('withdraws an offer from an agent who leaves', async () => {
    const thread = await domain.handover();
    news();
    await act('mara', 'status', { status: 'away' });
    expect(news()).toEqual(['push_agent.availability_change', 'task.expired_from_step', 'task.assigned']);
    expect(domain.simulator.state.liveTask(thread)?.agent_ids).toEqual([domain.seed.jonasId]);
  });

  it('takes a task from an absent agent, ends the topology, and lets a supervisor assign', async () => {
    const thread = await held();
    await domain.control('POST', `/threads/${thread}/expire`, { from: 'workbin' });
    await domain.control('POST', `/threads/${thread}/expire`, { from: 'topology' });
    await domain.control('POST', `/threads/${thread}/assign`, { agent: 'jonas' });
    expect(news()).toEqual([
      'task.expired_from_workbin',
      'task.assigned',
      'task.undelivered',
      'task.supervisor_assigned',
    ]);
    expect((await act('jonas', 'reply', { thread, body: 'Hi' })).status).toBe(200);
  });

  it('lets an agent say goodbye after closing', async () => {
    const thread = await answered();
    await act('mara', 'complete', { thread });
    news();
    expect((await act('mara', 'reply', { thread, body: 'Bye' })).status).toBe(403);
    expect((await act('mara', 'reply', { thread, body: 'Bye', force: true })).status).toBe(200);
    await eventually(() => expect(domain.emitted()).toContain('content.exported'));
  });

  it('allows no reply before a controlled identity exists', async () => {
    await domain.control('PATCH', '/switches', { autoControlIdentities: false });
    const thread = await held();
    expect((await act('mara', 'reply', { thread, body: 'Hi' })).body.message).toBe(
      'Author has no controlled identity on this source',
    );
    expect(news()).toEqual([]);
    await domain.control('POST', '/identities/desk-agents/control');
    expect((await act('mara', 'reply', { thread, body: 'Hi' })).status).toBe(200);
  });
});

describe('folder mode', () => {
  it('engages, cancels, engages again, answers and closes without any task', async () => {
    await domain.control('PATCH', '/switches', { taskMode: false });
    const thread = await domain.handover();
    await act('mara', 'take', { thread });
    await act('mara', 'cancel', { thread });
    await act('mara', 'engage', { thread });
    expect((await act('jonas', 'reply', { thread, body: 'x' })).status).toBe(403);
    await act('mara', 'reply', { thread, body: 'Hi' });
    await eventually(() => expect(domain.emitted()).toContain('content.exported'));
    await act('mara', 'complete', { thread });
    expect(news()).toEqual([
      'content.imported',
      'intervention.opened',
      'intervention.canceled',
      'intervention.opened',
      'content.replied',
      'content.exported',
      'intervention.closed',
    ]);
  });
});
