import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StubServer } from '#testing';
import { control, eventually, type RunningConnector, startWorld, Story, type World } from '../harness/index.js';
import { EngageCustomer, WHATSAPP } from './engage-customer.js';
import { BROCHURE, heldByEngage, hosted, PICTURE } from './files-at-hand.js';

/** A killed worker's conversations continue within this time, in milliseconds. */
const MOVING_AGAIN_MS = 5_000;
/** How long Engage needs for the killed worker's call: less than the time until another takes over. */
const SLOW_MS = 1_500;
const CARD = { type: 'template', title: 'Rain jacket', buttons: [{ type: 'reply', title: 'Order', payload: 'order' }] };

describe('workers that are killed while they pass on files', () => {
  let world: World;
  let host: StubServer;
  let worker: RunningConnector;
  let customers = 0;
  beforeAll(async () => {
    host = await StubServer.start();
    const tenant = { engage: { nativeSourceIds: [WHATSAPP] } };
    world = await startWorld({ asProcesses: true, environment: { ROLE: 'api' }, tenant });
    worker = await world.addConnector({ ROLE: 'worker' });
  });
  afterAll(async () => {
    await world?.stop();
    await host?.stop();
  });
  beforeEach(() => control(world.acme, 'DELETE', '/faults'));

  const fault = (rule: object): Promise<unknown> => control(world.acme, 'POST', '/faults', rule);
  const isAsked = (): Promise<void> => eventually(() => expect(world.acme.engage.faults.list()).toEqual([]));

  /** Kills the worker after that. Another one, which was stopped until then, takes over. */
  async function isKilledAfter(work: () => Promise<void>): Promise<void> {
    const other = await world.addConnector({ ROLE: 'worker' });
    if (other.pid === undefined) throw new Error('Only a process can sleep.');
    process.kill(other.pid, 'SIGSTOP');
    try {
      await work();
      await isAsked();
      await worker.kill();
    } finally {
      process.kill(other.pid, 'SIGCONT');
    }
    worker = other;
  }

  async function isServed(): Promise<EngageCustomer> {
    const customer = new EngageCustomer(world, `customer-${++customers}`);
    await customer.isHeard('Hello');
    await customer.isAnswered('Hi');
    await customer.sees('Hello', 'Hi');
    return customer;
  }

  it.each([
    ['uploads the file', { match: 'POST /1.0/attachments', network: 'hang' }],
    ['writes the text, and Engage stores it', { match: 'POST /1.0/contents', delayMs: SLOW_MS }],
    ['writes the text, and Engage does not store it', { match: 'POST /1.0/contents', network: 'hang' }],
    ['writes the card, and Engage stores it', { match: 'POST /1.0/contents', delayMs: SLOW_MS, count: 2 }],
  ])('leave a reply to another worker, and the customer sees each part once: %s', async (_, rule) => {
    const customer = await isServed();
    const attachments = [{ url: hosted(host, 'brochure.pdf', BROCHURE) }];
    await isKilledAfter(async () => {
      await fault({ on: 'rest', ...rule });
      await customer.isAnswered('We have this:', { attachments, content: CARD });
      await customer.isAnswered('Do you like it?');
    });
    const started = performance.now();
    await customer.sees('Hello', 'Hi', 'We have this:', 'Rain jacket', 'Do you like it?');
    expect(performance.now() - started).toBeLessThan(MOVING_AGAIN_MS);
    const files = customer.contents().map(({ attachments: held }) => held);
    expect(files.map((held) => held.length)).toEqual([0, 0, 1, 0, 0]);
    expect(await heldByEngage(world.acme, files[2]?.[0]?.url)).toEqual(BROCHURE);
  });

  it('leave a message to Engage to another worker, and the agents see it once', async () => {
    const story = new Story(world, 'to-engage');
    await story.says('user', 'Hello');
    await story.showsInEngage('Hello');
    const attachments = [{ content: PICTURE.toString('base64'), filename: 'broken.png' }];
    await isKilledAfter(async () => {
      await fault({ on: 'send', match: 'messages.create', delayMs: SLOW_MS });
      await story.says('user', 'It is broken', { attachments });
      await story.says('user', 'Can you help?');
    });
    await story.showsInEngage('Hello', 'It is broken', 'Can you help?');
    const contents = world.acme.engage.state.contentsOf(await story.threadId());
    expect(contents.flatMap(({ attachments }) => attachments)).toMatchObject([{ filename: 'broken.png' }]);
  });
});
