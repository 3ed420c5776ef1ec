import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/connector-stub.js';
import { fixture } from '../testing/fixture.js';
import { Harness } from '../testing/harness.js';

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const statuses = (): string[] => domain.simulator.state.webhooks.all().map(({ webhook_status }) => webhook_status);
const enabled = (): Promise<void> => eventually(() => expect(statuses()).toEqual(['enabled']));
const advance = (seconds: number): Promise<unknown> => domain.control('POST', '/clock/advance', { seconds });
const sent = (): number => domain.simulator.ledger.find({ kind: 'webhook' }).length;

describe('a webhook', () => {
  it('is enabled only by an answer that is the challenge', async () => {
    const created = await domain.subscribe();
    expect(created).toMatchObject({ status: 200, body: { active: true, webhook_status: 'pending' } });
    expect(created.body).not.toHaveProperty('secret');
    await enabled();
    domain.stub.verifyToken = 'another';
    await domain.rest('PUT', `/webhooks/${created.body.id}`, { secret: 'new-secret' });
    await eventually(() =>
      expect(domain.simulator.state.webhooks.all()).toMatchObject([
        { active: false, webhook_status: 'disabled', secret: 'new-secret' },
      ]),
    );
  });

  it('is refused without events, with a taken URL, or with unknown events', async () => {
    await domain.subscribe();
    expect((await domain.rest('POST', '/webhooks', { url: 'http://127.0.0.1/x' })).body.message).toBe(
      "Registered events can't be blank",
    );
    expect((await domain.subscribe()).body.message).toBe('Url has already been taken');
    expect(
      (await domain.rest('POST', '/webhooks', { url: 'http://127.0.0.1/x', 'registered_events[]': 'a.b' })).status,
    ).toBe(422);
  });

  it('gets envelopes with the documented metadata', async () => {
    const keys = fixture<Record<string, string[]>>('webhook-metadata-keys.json');
    await domain.subscribe(Object.keys(keys));
    await enabled();
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    await domain.control('POST', '/agents/mara/reply', { thread, body: 'Hi' });
    await eventually(() => expect(domain.emitted()).toContain('content.exported'));
    await domain.control('POST', '/agents/mara/complete', { thread });
    await domain.say('conv-1', 'again', 'One more thing');
    await domain.control('POST', '/agents/mara/status', { status: 'away' });
    await eventually(() =>
      expect(domain.stub.eventTypes()).toEqual(expect.arrayContaining(['push_agent.availability_change'])),
    );
    for (const { events, domain_id, id } of domain.stub.hooks) {
      expect([domain_id, id]).toEqual([domain.seed.domainId, expect.stringMatching(/^[0-9a-f]{24}$/)]);
      for (const event of events) {
        expect([event.type, Object.keys(event.resource.metadata).sort()]).toEqual([event.type, keys[event.type]]);
        expect(event.issued_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }
    }
    const completed = domain.stub.hooks.flatMap(({ events }) => events).find(({ type }) => type === 'task.completed');
    expect(completed).toMatchObject({
      action: 'closed',
      user_id: domain.seed.maraId,
      resource: { type: 'task', metadata: { action: 'closed', queue: 'history' } },
    });
  });

  it('gets the same request again after 32 s, 4 min, 17 min, 52 min and 2 h, then never', async () => {
    await domain.subscribe(['content.imported']);
    await enabled();
    domain.stub.hookStatus = 202;
    await domain.say('conv-1', 'm-1', 'Hi');
    for (const [index, seconds] of [0, 32, 240, 1020, 3120, 7200].entries()) {
      if (seconds > 0) await advance(seconds);
      await eventually(() => expect(sent()).toBe(index + 1));
    }
    await advance(100_000);
    expect(sent()).toBe(6);
    expect(new Set(domain.stub.hooks.map(({ id }) => id)).size).toBe(1);
  });

  it('is suspended when too many calls fail, and resumed by a probe that succeeds', async () => {
    await domain.control('PATCH', '/switches', { webhooks: { retrySeconds: [], suspension: { window: 4 } } });
    await domain.subscribe(['content.imported']);
    await enabled();
    domain.stub.hookStatus = 500;
    for (const id of ['1', '2', '3', '4']) await domain.say('conv-1', id, 'Hi');
    await eventually(() => expect(statuses()).toEqual(['suspended']));
    await domain.say('conv-1', '5', 'lost');
    expect(sent()).toBe(4);
    domain.stub.hookStatus = 200;
    await advance(60);
    await domain.say('conv-1', '6', 'probe');
    await enabled();
    expect(JSON.stringify(domain.stub.hooks)).not.toContain('lost');
  });

  it('gets only registered events, and no dropped ones', async () => {
    await domain.control('PATCH', '/switches', { webhooks: { drop: ['task.*'] } });
    await domain.subscribe(['content.imported', 'task.created']);
    await enabled();
    await domain.say('conv-1', 'm-1', 'Hi');
    await domain.say('conv-1', 'm-2', 'Hi again');
    await eventually(() => expect(domain.stub.eventTypes()).toEqual(['content.imported', 'content.imported']));
  });

  it('gets duplicates, as the same request or as a new one', async () => {
    await domain.subscribe(['content.imported']);
    await enabled();
    await domain.control('PATCH', '/switches', { webhooks: { duplicate: 'request' } });
    await domain.say('conv-1', 'm-1', 'Hi');
    await domain.control('PATCH', '/switches', { webhooks: { duplicate: 'event' } });
    await domain.say('conv-1', 'm-2', 'Hi');
    await eventually(() => expect(domain.stub.hooks).toHaveLength(4));
    const [first, second, third, fourth] = domain.stub.hooks;
    expect([first?.id === second?.id, third?.id === fourth?.id]).toEqual([true, false]);
    expect(third?.events[0]?.id).toBe(fourth?.events[0]?.id);
  });

  it('gets events out of order, none lost', async () => {
    await domain.control('PATCH', '/switches', { webhooks: { shuffle: true } });
    await domain.subscribe(['content.imported']);
    await enabled();
    for (const id of ['1', '2', '3', '4', '5', '6']) await domain.say('conv-1', id, id);
    await advance(1);
    await eventually(() => expect(domain.stub.hooks).toHaveLength(6));
    const bodies = domain.stub.hooks.flatMap(({ events }) =>
      events.map(({ resource }) => String(resource.metadata['body'])),
    );
    expect(bodies.toSorted()).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(bodies).not.toEqual(bodies.toSorted());
  });

  it('gets batches', async () => {
    await domain.control('PATCH', '/switches', { webhooks: { batchMs: 1000, shuffle: true } });
    await domain.subscribe();
    await enabled();
    await domain.handover();
    await advance(1);
    await eventually(() => expect(domain.stub.hooks).toHaveLength(1));
    expect(domain.stub.eventTypes().sort()).toEqual([
      'content.imported',
      'task.assigned',
      'task.created',
      'task.recategorized',
      'task.undelivered',
    ]);
  });

  it('gets events of other sources and unknown types that a test emits', async () => {
    await domain.control('POST', '/webhooks', {
      url: domain.stub.url,
      verify: false,
      events: ['identity.merged', 'future.event'],
    });
    const resource = { type: 'identity', id: 'x', metadata: { source_id: 'elsewhere' } };
    await domain.control('POST', '/events', { type: 'future.event', resource });
    await eventually(() => expect(domain.stub.hooks[0]?.events[0]).toMatchObject({ type: 'future.event', resource }));
  });
});
