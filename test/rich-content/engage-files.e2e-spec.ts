import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StubServer } from '#testing';
import { control, eventually, startWorld, type World } from '../harness/index.js';
import { EngageCustomer, WHATSAPP } from './engage-customer.js';
import { BROCHURE, heldByEngage, hosted, PICTURE } from './files-at-hand.js';

describe('a bot that is a virtual agent of Engage', () => {
  let world: World;
  let host: StubServer;
  beforeAll(async () => {
    host = await StubServer.start();
    world = await startWorld({ tenant: { engage: { nativeSourceIds: [WHATSAPP], virtualAgent: true } } });
  });
  afterAll(async () => {
    await world?.stop();
    await host?.stop();
  });

  const calls = (name: string): (number | undefined)[] =>
    world.acme.engage.ledger.find({ kind: 'rest', name }).map(({ status }) => status);

  it('uploads a large file, and the customer gets all its bytes', async () => {
    const bob = new EngageCustomer(world, 'bob');
    await bob.isHeard('Have you a brochure?');
    await bob.isAnswered('Here you are', { attachments: [{ url: hosted(host, 'brochure.pdf', BROCHURE) }] });
    await bob.sees('Have you a brochure?', 'Here you are');
    const [file, ...others] = bob.contents().at(-1)?.attachments ?? [];
    expect(others).toEqual([]);
    expect(file).toMatchObject({ filename: 'brochure.pdf' });
    expect(await heldByEngage(world.acme, file?.url)).toEqual(BROCHURE);
    expect(new Set(calls('POST /1.0/attachments'))).toEqual(new Set([200]));
  });

  it('opens its case as a virtual agent, hands over, is silent, and is resumed once', async () => {
    const ada = new EngageCustomer(world, 'ada');
    const before = calls('/bots/engage').length;
    await ada.isHeard('Hello');
    await ada.isAnswered('Hi, how can I help?');
    await ada.sees('Hello', 'Hi, how can I help?');
    expect(calls('/bots/engage').slice(before)).toEqual([200]);
    expect(calls('POST /1.0/interventions')).toEqual([]);
    await ada.isIn('bot'); // its own case does not count as an agent who joined
    expect(ada.heard()).toEqual(['user: Hello']);

    await ada.isHandedOver({ reason: 'asked for a person' });
    expect(await ada.isAnswered('I should be quiet')).toMatchObject({ body: { route: 'agent' } });
    await eventually(() => ada.agent('mara', 'take'));
    await ada.isIn('active');
    await ada.agent('mara', 'reply', { body: 'Mara here' });
    await ada.agent('mara', 'complete');
    await ada.isIn('bot');
    await ada.isHeard('thanks');
    await ada.isAnswered('Welcome back');
    await ada.sees('Hello', 'Hi, how can I help?', 'Mara here', 'thanks', 'Welcome back');
    const story = ['user: Hello', 'queue/accepted', 'active/agentJoined', 'completed/completed', 'user: thanks'];
    expect(ada.heard()).toEqual(story);
  });
});

describe('a customer’s file in Engage, with failures', () => {
  let world: World;
  let customers = 0;
  beforeAll(async () => {
    world = await startWorld({ tenant: { engage: { nativeSourceIds: [WHATSAPP] } } });
  });
  afterAll(() => world?.stop());

  const attachments = [{ content: PICTURE.toString('base64'), filename: 'broken.png' }];

  /** Sends a file while Engage has this fault, and then another message. */
  async function sentWhile(fault: object): Promise<EngageCustomer> {
    const customer = new EngageCustomer(world, `customer-${++customers}`);
    await customer.isHeard('Hello');
    await control(world.acme, 'POST', '/faults', { on: 'rest', match: 'GET /1.0/contents/', ...fault });
    await customer.writes('It is broken', { attachments });
    await customer.isHeard('Can you help?');
    expect(customer.heard()).toEqual(['user: Hello', 'user: It is broken', 'user: Can you help?']);
    return customer;
  }

  it.each([
    ['fails', { status: 500, count: 2 }],
    ['is away', { status: 503, count: 2 }],
    ['loses its answer', { network: 'reset', when: 'after' }],
  ])('is sent once, before later messages, when Engage %s', async (_, fault) => {
    const customer = await sentWhile(fault);
    const data = customer.events('user.message')[1]?.data;
    expect(data).toMatchObject({ hasAttachment: true, attachments: [{ filename: 'broken.png' }] });
  });

  it.each([403, 404])('is the only loss when the token may not read it: %s', async (status) => {
    const customer = await sentWhile({ status });
    expect(customer.events('user.message')[1]?.data).toMatchObject({ hasAttachment: true, attachments: [] });
  });
});
