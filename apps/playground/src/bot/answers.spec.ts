import { readRichContent } from '#rich-content';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#kernel';
import { type Answer, answerTo, isCancellation } from './answers.js';
import type { Words } from './chat.types.js';
import { ShopAddress } from './shop-address.js';

const address = new ShopAddress();
address.settle('http://127.0.0.1:4100', 'http://localhost:4100');

const answer = (asked: Partial<Words>, misses = 0): Answer =>
  answerTo({ text: '', ...asked, misses, name: 'Maya' }, address);
const said = (text: string): string => answer({ text }).messages[0]?.text ?? '';
const offered = (text: string): Words['content'] => answer({ text }).messages[0]?.content;

describe('the bot', () => {
  it.each([
    ['Hi there', /Hi Maya/],
    ['What are your opening hours?', /Monday to Friday/],
    ['where is my order', /Which order/],
    ['nw-1043', /with the courier/],
    ['9999', /can't find/],
    ['Can you recommend something?', /Huila/],
    ['How do I brew Antigua?', /French press/],
    ['Where are you?', /find us/],
    ['thank you!', /welcome/],
  ])('has an answer to %j', (text, words) => {
    expect(said(text)).toMatch(words);
  });

  it.each(['agent', 'Can I talk to a HUMAN?', 'a person, please'])('hands over on %j', (text) => {
    expect(answer({ text }).handOver).toBeTruthy();
  });

  it.each(['I have a personal question', 'the agency', 'humane'])('does not hand over on %j', (text) => {
    expect(answer({ text }).handOver).toBeUndefined();
  });

  it('offers a person when it fails twice', () => {
    expect(answer({ text: 'xyzzy' }, 0)).toMatchObject({ understood: false });
    expect(answer({ text: 'xyzzy' }, 1).messages).toMatchObject([
      { content: { items: [{ title: 'Talk to a person' }, { title: 'Opening hours' }] } },
    ]);
  });

  it('offers a person for a file without a text', () => {
    const attachments = [{ url: 'https://files.example/a.png' }];
    expect(answer({ attachments }).messages).toMatchObject([{ content: { items: [{ title: 'Talk to a person' }] } }]);
    expect(answer({ attachments, text: 'opening hours' }).messages[0]?.text).toMatch(/Monday/);
  });

  it('uses no name if it does not know one', () => {
    expect(answerTo({ text: 'Hello', misses: 0 }, address).messages[0]?.text).toMatch(/^Hi, I'm/);
  });
});

describe('what the bot offers', () => {
  it.each([
    ['hello', 'quick_replies'],
    ['recommend', 'carousel'],
    ['order', 'list'],
    ['opening hours', 'rich_link'],
    ['address', 'location'],
    ['return', 'buttons'],
  ])('to %j is a %s that any platform can read', (text, type) => {
    const content = offered(text);
    expect(content?.type).toBe(type);
    expect(readRichContent(content as unknown as JsonValue)).toEqual(content);
  });

  it('is answered by its payload, else by its title', () => {
    expect(answer({ text: 'Nonsense', payload: 'NW-1042' }).messages[0]?.text).toMatch(/roasted this morning/);
    expect(answer({ text: 'Opening hours', payload: '7f1c' }).messages[0]?.text).toMatch(/Monday/);
  });
});

it.each([
  ['Cancel', true],
  ['please cancel it', true],
  ['never mind', true],
  ['I want to cancel my order', false],
])('treats %j as the end of the waiting: %s', (text, expected) => {
  expect(isCancellation(text)).toBe(expected);
});
