import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RichContent } from '#rich-content';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { startPlatform, type PlatformApp } from '../../../src/testing/platform-app.js';
import { genericRegistration } from '../generic.registration.js';
import { HANDOVER_EXAMPLES, MESSAGE_EXAMPLES } from './generic-examples.js';

let bots: PlatformApp;
let messages = 0;
beforeAll(async () => {
  bots = await startPlatform(genericRegistration, aTenant({ slug: 'acme' }));
});
afterAll(async () => bots.app.close());

const post = async (path: string, body: object) => {
  const headers = { authorization: 'Bearer key-of-acme', 'content-type': 'application/json' };
  const response = await fetch(bots.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const json = (await response.json()) as { errors?: { pointer: string; detail: string }[] };
  return { status: response.status, faults: json.errors ?? [] };
};
const say = (content: unknown) =>
  post('/v1/messages', {
    sessionId: 's',
    userId: 'u',
    messageId: `m-${++messages}`,
    author: 'bot',
    text: 'Look',
    content,
  });
const pointersOf = async (content: unknown) => [...new Set((await say(content)).faults.map(({ pointer }) => pointer))];
const taken = () => bots.handover.effects.at(-1)?.input as { content?: RichContent };

const reply = { type: 'reply', title: 'Choose', payload: 'plan' };
const url = { type: 'url', title: 'Details', url: 'https://shop.example/plan' };
const phone = { type: 'phone', title: 'Call us', phoneNumber: '+3292000000' };
const card = {
  title: 'Plan',
  subtitle: '100% wind',
  imageUrl: 'https://shop.example/plan.png',
  url: 'https://shop.example/plan',
  buttons: [reply, url, phone],
};
const choice = { title: 'Yes', payload: 'y', imageUrl: 'https://shop.example/yes.png' };

const CONTENTS = [
  { type: 'quick_replies', items: [choice, { title: 'No' }] },
  { type: 'select', items: [choice] },
  { type: 'buttons', items: [reply, url, phone, { type: 'reply', title: 'No payload' }] },
  { type: 'template', ...card },
  { type: 'carousel', items: [card, { title: 'Bare' }] },
  { type: 'list', items: [card], button: url },
  {
    type: 'rich_link',
    title: 'Help',
    url: 'https://help.example/',
    subtitle: 'In short',
    imageUrl: 'https://h.example/i',
  },
  { type: 'location', latitude: -51.5, longitude: 180, title: 'Our shop' },
] as const;

describe('content of a message', () => {
  it.each(CONTENTS)('is accepted unchanged: $type', async (content) => {
    expect(await say(content)).toMatchObject({ status: 202 });
    expect(taken().content).toEqual(content);
  });

  it.each<[string, unknown, string[]]>([
    ['no object', 'buttons', ['/content']],
    ['a list', [], ['/content']],
    ['no type', { items: [] }, ['/content/type']],
    ['an unknown type', { type: 'constructor', items: 1 }, ['/content/type']],
    ['nothing to choose', { type: 'select', items: [] }, ['/content/items']],
    ['too many', { type: 'select', items: Array(51).fill(choice) }, ['/content/items']],
    ['a choice that is no object', { type: 'select', items: [null] }, ['/content/items', '/content/items/0']],
    ['a blank title', { type: 'select', items: [{ title: ' ' }] }, ['/content/items/0/title']],
    ['a long title', { type: 'select', items: [{ title: 'x'.repeat(351) }] }, ['/content/items/0/title']],
    [
      'a large payload',
      { type: 'select', items: [{ title: 'x', payload: 'ü'.repeat(4097) }] },
      ['/content/items/0/payload'],
    ],
    ['an unknown member', { type: 'select', items: [choice], text: 'x' }, ['/content/text']],
    ['an unknown button', { type: 'buttons', items: [{ ...reply, type: 'share' }] }, ['/content/items/0/type']],
    [
      'members of another button',
      { type: 'buttons', items: [reply, { ...url, payload: 'x' }] },
      ['/content/items/1/payload'],
    ],
    ['a button that is no object', { type: 'buttons', items: [null] }, ['/content/items', '/content/items/0']],
    [
      'a script for an address',
      { type: 'buttons', items: [{ ...url, url: 'javascript:1' }] },
      ['/content/items/0/url'],
    ],
    ['a long address', { type: 'template', ...card, url: `https://x.example/${'x'.repeat(2048)}` }, ['/content/url']],
    [
      'a bad button of a card',
      { type: 'carousel', items: [{ ...card, buttons: [{ ...phone, phoneNumber: '' }] }] },
      ['/content/items/0/buttons/0/phoneNumber'],
    ],
    ['a bad button of a list', { type: 'list', items: [card], button: [] }, ['/content/button']],
    [
      'a place beyond the pole',
      { type: 'location', latitude: 90.1, longitude: -180.1 },
      ['/content/latitude', '/content/longitude'],
    ],
  ])('is refused with a pointer: %s', async (_, content, pointers) => {
    expect(await pointersOf(content)).toEqual(pointers);
  });

  it('treats null as omitted', async () => {
    expect((await say(null)).status).toBe(202);
    expect(taken()).not.toHaveProperty('content');
    await say({ type: 'select', items: [{ title: 'Yes', payload: null, imageUrl: null }] });
    expect(taken().content).toEqual({ type: 'select', items: [{ title: 'Yes' }] });
  });

  it('contains nothing that a database cannot store', async () => {
    await say({ type: 'select', items: [{ title: 'a\0b', payload: 'c\ud800' }] });
    expect(taken().content).toEqual({ type: 'select', items: [{ title: 'a\uFFFDb', payload: 'c\uFFFD' }] });
  });

  it.each([
    ...Object.values(MESSAGE_EXAMPLES).map((example) => ['/v1/messages', example.summary, example.value] as const),
    ...Object.values(HANDOVER_EXAMPLES).map((example) => ['/v1/handovers', example.summary, example.value] as const),
  ])('works as the examples of %s show: %s', async (path, _, value) => {
    expect((await post(path, value)).status).toBeLessThan(300);
  });
});
