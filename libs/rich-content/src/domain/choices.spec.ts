import { describe, expect, it } from 'vitest';
import { choicesOf, chosenFrom, payloadOf, standIn } from './choices.js';
import type { Choice, RichContent } from './rich-content.js';

const content = (...items: Choice[]): RichContent => ({ type: 'quick_replies', items });
const YES_NO = content({ title: 'Yes, please', payload: 'y' }, { title: 'No' });

describe('choicesOf', () => {
  it('leaves out what cannot be chosen', () => {
    const page = { type: 'url', title: 'Read', url: 'https://example.test/' } as const;
    const reply = { type: 'reply', title: 'Yes' } as const;
    expect(choicesOf({ type: 'buttons', items: [page, reply] })).toEqual([reply]);
    expect(choicesOf({ type: 'template', title: 'Card', buttons: [page, reply] })).toEqual([reply]);
    expect(choicesOf({ type: 'list', items: [{ title: 'Row' }], button: page })).toEqual([]);
    expect(choicesOf({ type: 'template', title: 'Card' })).toEqual([]);
    expect(choicesOf({ type: 'rich_link', title: 'Help', url: 'https://example.test/' })).toEqual([]);
    expect(choicesOf({ type: 'location', latitude: 0, longitude: 0 })).toEqual([]);
  });
});

describe('chosenFrom', () => {
  const payloadFor = (text: string, payload?: unknown, of: RichContent = YES_NO) => {
    const chosen = chosenFrom(of, { text, ...(payload !== undefined && { payload }) });
    return chosen && payloadOf(chosen);
  };

  it.each<[string, string, unknown, string | undefined]>([
    ['its payload', 'whatever', 'y', 'y'],
    ['its replacement', '', standIn(2), 'No'],
    ['its payload as text', 'y', undefined, 'y'],
    ['its title', ' yes, PLEASE ', undefined, 'y'],
    ['its title as payload', '', 'No', 'No'],
    ['its number', '2', undefined, 'No'],
    ['its number with a dot', '1.', undefined, 'y'],
    ['its number in brackets', '2)', undefined, 'No'],
    ['its title, though the payload is unknown', 'No', 'other', 'No'],
    ['its title, though the payload is no text', 'No', { any: 1 }, 'No'],
  ])('recognises a choice by %s', (_, text, payload, expected) => {
    expect(payloadFor(text, payload)).toBe(expected);
  });

  it.each(['', ' ', '0', '3', '1 2', 'Yes', 'choice:1', '-1', '1e0'])('finds none for %j', (text) => {
    expect(payloadFor(text)).toBeUndefined();
  });

  it.each(['', standIn(0), standIn(3), null, 1, ['y']])('finds none for the payload %j', (payload) => {
    expect(payloadFor('', payload)).toBeUndefined();
  });

  it('prefers a payload to a title, and a title to a number', () => {
    const crossed = content({ title: '2', payload: 'first' }, { title: 'first', payload: 'second' });
    expect(payloadFor('first', 'first', crossed)).toBe('first');
    expect(payloadFor('2', undefined, crossed)).toBe('first');
  });

  it('treats composed and decomposed accents as the same', () => {
    expect(payloadFor('CAFE\u0301', undefined, content({ title: 'café', payload: 'c' }))).toBe('c');
  });
});
