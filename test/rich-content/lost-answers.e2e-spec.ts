import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StubServer } from '#testing';
import { control, eventually, startWorld, type World } from '../harness/index.js';
import { EngageCustomer, WHATSAPP } from './engage-customer.js';
import { hosted, PICTURE } from './files-at-hand.js';

const CARD = {
  type: 'template',
  title: 'Rain jacket',
  buttons: [{ type: 'reply', title: 'Order', payload: 'order' }],
};
const MENU = {
  type: 'select',
  items: [
    { title: 'Red', payload: 'red' },
    { title: 'Blue', payload: 'blue' },
  ],
};

describe('a bot’s offer on sources of Engage, with failures', () => {
  let world: World;
  let host: StubServer;
  let customers = 0;
  beforeAll(async () => {
    host = await StubServer.start();
    world = await startWorld({ tenant: { engage: { nativeSourceIds: [WHATSAPP] } } });
  });
  afterAll(async () => {
    await world?.stop();
    await host?.stop();
  });
  beforeEach(() => control(world.acme, 'DELETE', '/faults'));

  const fault = (rule: object): Promise<unknown> => control(world.acme, 'POST', '/faults', { on: 'rest', ...rule });

  /** A customer whom the bot has answered before, so its case is open. */
  async function isServed(): Promise<EngageCustomer> {
    const customer = new EngageCustomer(world, `customer-${++customers}`);
    await customer.isHeard('Hello');
    await customer.isAnswered('Hi');
    await customer.sees('Hello', 'Hi');
    return customer;
  }

  const usedUp = (): Promise<void> =>
    eventually(async () => expect(await control<unknown[]>(world.acme, 'GET', '/faults')).toEqual([]));

  it.each([
    ['the upload fails', { match: 'POST /1.0/attachments', status: 500, count: 2 }],
    ['the upload is cut', { match: 'POST /1.0/attachments', network: 'reset' }],
    ['the answer to the upload is lost', { match: 'POST /1.0/attachments', network: 'reset', when: 'after' }],
    ['Engage fails before it writes', { match: 'POST /1.0/contents', status: 500 }],
    ['Engage is not available', { match: 'POST /1.0/contents', status: 503 }],
    ['Engage reports a failure, but has written', { match: 'POST /1.0/contents', status: 500, when: 'after' }],
    ['every answer is lost', { match: 'POST /1.0/contents', network: 'reset', when: 'after', count: 3 }],
  ])('is written once and in order when %s', async (_, rule) => {
    const customer = await isServed();
    await fault(rule);
    const attachments = [{ url: hosted(host, 'jacket.png', PICTURE), type: 'image' }];
    await customer.isAnswered('We have this:', { content: CARD, attachments });
    await customer.isAnswered('Do you like it?');
    await usedUp();
    await customer.sees('Hello', 'Hi', 'We have this:', 'Rain jacket', 'Do you like it?');
    const [words, card, text] = customer.contents().slice(2);
    expect(words).toMatchObject({ attachments: [{ filename: 'jacket.png' }], structured_content: null });
    expect(card).toMatchObject({ attachments: [], structured_content: { type: 'template', title: 'Rain jacket' } });
    expect(text).toMatchObject({ attachments: [], structured_content: null });
  });

  it('is written once when Engage does not answer in time', async () => {
    const customer = await isServed();
    await fault({ match: 'POST /1.0/contents', delayMs: 10_500 });
    await customer.isAnswered('Which colour?', { content: MENU });
    await customer.isAnswered('Take your time.');
    await usedUp();
    await customer.sees('Hello', 'Hi', 'Which colour?', 'Take your time.');
    expect(customer.contents()[2]).toMatchObject({ structured_content: { type: 'select' } });
  });

  it('becomes numbered text once when Engage does not show it, even if that answer is lost', async () => {
    const customer = await isServed();
    await fault({ match: 'POST /1.0/contents', status: 422 });
    await fault({ match: 'POST /1.0/contents', network: 'reset', when: 'after' });
    await customer.isAnswered('Which colour?', { content: MENU });
    await customer.isAnswered('Take your time.');
    await customer.sees('Hello', 'Hi', 'Which colour?\n1. Red\n2. Blue', 'Take your time.');
    expect(customer.contents().map(({ structured_content: structured }) => structured)).toEqual(Array(4).fill(null));
    await customer.isHeard('2');
    expect(customer.events('user.message').at(-1)?.data).toMatchObject({ text: '2', payload: 'blue' });
  });

  it('is sent as often as the bot sends it', async () => {
    const customer = await isServed();
    const attachments = [{ url: hosted(host, 'jacket.png', PICTURE), type: 'image' }];
    await customer.isAnswered('Look:', { attachments });
    await customer.isAnswered('Look:', { attachments, content: CARD });
    await customer.isAnswered('Look:', { attachments, content: CARD });
    await customer.sees('Hello', 'Hi', 'Look:', 'Look:', 'Rain jacket', 'Look:', 'Rain jacket');
  });

  it('is sent as often as the bot sends it, even if answers are lost', async () => {
    const customer = await isServed();
    await customer.isAnswered('Look:');
    await customer.sees('Hello', 'Hi', 'Look:');
    await fault({ match: 'POST /1.0/contents', status: 500 });
    await fault({ match: 'POST /1.0/contents', network: 'reset', when: 'after', count: 2 });
    await customer.isAnswered('Look:', { content: CARD });
    await customer.sees('Hello', 'Hi', 'Look:', 'Look:', 'Rain jacket');
  });

  it('is not confused with a part of an earlier message', async () => {
    const customer = await isServed();
    await customer.isAnswered('Look:', { content: CARD });
    await customer.sees('Hello', 'Hi', 'Look:', 'Rain jacket');
    await fault({ match: 'POST /1.0/contents', status: 500 });
    await customer.isAnswered('Look:');
    await usedUp();
    await customer.sees('Hello', 'Hi', 'Look:', 'Rain jacket', 'Look:');
  });

  it('is chosen once, however often Engage reports it', async () => {
    await control(world.acme, 'PATCH', '/switches', { webhooks: { duplicate: 'event', shuffle: true } });
    const customer = await isServed();
    await customer.isAnswered('Which colour?', { content: MENU });
    await customer.sees('Hello', 'Hi', 'Which colour?');
    const inReplyTo = customer.contents().at(-1)?.id;
    await customer.isHeard('Red', { payload: 'red', inReplyTo });
    await customer.isHeard('done');
    const said = customer.events('user.message').map(({ data }) => [data['text'], data['payload']]);
    expect(said).toEqual([
      ['Hello', undefined],
      ['Red', 'red'],
      ['done', undefined],
    ]);
    await control(world.acme, 'PATCH', '/switches', { webhooks: { duplicate: 'off', shuffle: false } });
  });
});
