import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './testing/connector-stub.js';
import { AGENT_PUPPET, BOT, Harness } from './testing/harness.js';

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

describe('a handover', () => {
  it('runs from the first message to the close with the documented events in order', async () => {
    await domain.subscribe();
    await eventually(() => expect(domain.simulator.state.webhooks.all()[0]?.webhook_status).toBe('enabled'));
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    const reply = await domain.control('POST', '/agents/mara/reply', { thread, body: 'Hi Ada.' });
    await eventually(() => expect(domain.emitted()).toContain('content.exported'));
    await domain.control('POST', '/agents/mara/complete', { thread });

    const expected = [
      ...['content.imported', 'task.created', 'task.undelivered', 'task.recategorized', 'task.assigned', 'task.taken'],
      ...['intervention.opened', 'content.replied', 'content.exported', 'intervention.closed', 'task.completed'],
    ];
    expect(domain.emitted()).toEqual(expected);
    await eventually(() => expect(domain.stub.eventTypes()).toEqual(expected));
    expect(domain.stub.hooks[0]).toMatchObject({ secret: 'hook-secret', domain_id: domain.seed.domainId });
    expect(domain.stub.callsOf('messaging.queuing_update')[0]?.params).toMatchObject({
      position: 1,
      estimated_wait_time: 60,
      thread_id: 'conv-1',
    });
    expect(domain.stub.callsOf('messages.create')).toMatchObject([
      {
        signed: true,
        params: {
          author_id: 'desk-agents',
          body: 'Hi Ada.',
          content_id: reply.body.id,
          retry: false,
          sender_name: 'Mara Lindqvist',
          thread_id: 'conv-1',
          in_reply_to_id: 'conv-1-in-1',
          format: 'text',
        },
      },
    ]);
    expect(domain.simulator.state.contents.get(reply.body.id)).toMatchObject({
      foreign_id: 'out-1',
      synchronization_status: 'success',
    });
  });

  it('writes as the identity that no bot uses', async () => {
    await domain.send('users.create', BOT);
    await domain.say('conv-1', 'bot-1', 'I am a bot.', BOT);
    const thread = await domain.handover();
    expect(domain.simulator.state.tasks.all()).toHaveLength(1);
    await domain.control('POST', '/agents/mara/take', { thread });
    await domain.control('POST', '/agents/mara/reply', { thread, body: 'Hi' });
    await eventually(() =>
      expect(domain.stub.callsOf('messages.create')[0]?.params['author_id']).toBe(AGENT_PUPPET.id),
    );
  });
});
