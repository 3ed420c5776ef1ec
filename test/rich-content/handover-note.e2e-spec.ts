import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, startWorld, Story, type World } from '../harness/index.js';
import { EngageCustomer, WHATSAPP } from './engage-customer.js';

const NOTE = 'Handover\nReason: angry';
const NOT_DELAYED_MS = 3_000;

describe('the note for the agents', () => {
  let world: World;
  let sessions = 0;
  beforeAll(async () => {
    world = await startWorld({ tenant: { engage: { nativeSourceIds: [WHATSAPP] } } });
  });
  afterAll(() => world?.stop());
  afterEach(async () => {
    await control(world.acme, 'DELETE', '/faults');
    await noteAsComment(true);
  });

  const noteAsComment = async (on: boolean): Promise<void> => {
    const answer = await world.admin.call('PATCH', '/admin/tenants/acme', { handover: { noteAsComment: on } });
    expect(answer.status).toBe(200);
  };
  const name = (): string => `customer-${++sessions}`;
  const comments = (): unknown[] => world.acme.engage.state.comments.all().map(({ body }) => body);
  const tried = (): number => world.acme.engage.ledger.find({ kind: 'rest', name: 'intervention_comments' }).length;

  /** A handover with an agent's answer; afterwards the customer writes again. */
  async function handover(): Promise<Story> {
    const story = new Story(world, name());
    await story.says('user', 'Hello');
    await story.isHandedOver({ reason: 'angry' });
    await story.says('user', 'Anyone?');
    await story.agentAnswers('mara', 'Mara here');
    await story.isIn('active');
    return story;
  }

  async function engageHandover(): Promise<EngageCustomer> {
    const customer = new EngageCustomer(world, name());
    await customer.isHeard('Hello');
    await customer.isAnswered('Hi');
    await customer.sees('Hello', 'Hi');
    await customer.isHandedOver({ reason: 'angry' });
    await eventually(() => customer.agent('mara', 'take'));
    await customer.agent('mara', 'reply', { body: 'Mara here' });
    await customer.isIn('active');
    return customer;
  }

  it('is one message by the bot and one comment, however the handover continues', async () => {
    const before = comments().length;
    const story = await handover();
    await eventually(() => expect(comments().slice(before)).toEqual([NOTE]));
    await story.agent('mara', 'reply', { body: 'and more' });
    await story.says('user', 'thanks');
    await story.agent('mara', 'complete');
    await story.isIn('bot');
    const received = ['Hello', NOTE, 'Anyone?', 'Mara here', 'and more', 'thanks'];
    await eventually(async () => expect((await story.inEngage()).toSorted()).toEqual(received.toSorted()));
    const contents = world.acme.engage.state.contentsOf(await story.threadId());
    const [hello, note] = ['Hello', NOTE].map((text) => contents.find(({ body }) => body === text));
    expect(note?.author_id).not.toBe(hello?.author_id);
    expect(comments().slice(before)).toEqual([NOTE]);
  });

  it('is one comment and nothing that the customer sees, on sources of Engage', async () => {
    const before = comments().length;
    const customer = await engageHandover();
    await customer.agent('mara', 'complete');
    await customer.isIn('bot');
    expect(comments().slice(before)).toEqual([NOTE]);
    await customer.sees('Hello', 'Hi', 'Mara here');
  });

  it('is not a comment if the tenant has switched that off', async () => {
    await noteAsComment(false);
    const before = tried();
    const story = await handover();
    const customer = await engageHandover();
    await story.says('user', 'thanks');
    await eventually(async () => expect(await story.inEngage()).toContain('thanks'));
    expect(await story.inEngage()).toContain(NOTE);
    await customer.sees('Hello', 'Hi', 'Mara here');
    expect(tried()).toBe(before);
  });

  it.each<[string, object, number]>([
    ['may not comment', { status: 403 }, NOT_DELAYED_MS],
    ['gets no answer', { network: 'hang' }, 2 * NOT_DELAYED_MS],
    ['gets a failure', { status: 500 }, 2 * NOT_DELAYED_MS],
  ])('loses only the comment when the token %s', async (_, how, mostMs) => {
    const before = comments().length;
    await control(world.acme, 'POST', '/faults', { on: 'rest', match: 'intervention_comments', count: 0, ...how });
    const story = await handover();
    const started = performance.now();
    await story.says('user', 'I am waiting');
    await eventually(async () => expect(await story.inEngage()).toContain('I am waiting'));
    expect(performance.now() - started).toBeLessThan(mostMs);
    expect(tried()).toBeGreaterThan(0);
    expect(comments().slice(before)).toEqual([]);
    await story.agent('mara', 'complete');
    await story.isIn('bot');
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here', 'completed/completed');
  });

  it('loses only the comment when the token may not comment, on sources of Engage', async () => {
    const before = comments().length;
    await control(world.acme, 'POST', '/faults', { on: 'rest', match: 'intervention_comments', status: 403 });
    const started = performance.now();
    const customer = await engageHandover();
    expect(performance.now() - started).toBeLessThan(2 * NOT_DELAYED_MS);
    await customer.agent('mara', 'complete');
    await customer.isIn('bot');
    expect(comments().slice(before)).toEqual([]);
  });
});
