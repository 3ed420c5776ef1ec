import { describe, expect, it } from 'vitest';
import { answerTo, isCancellation } from './answers.js';

const said = (text: string, misses = 0): string => answerTo(text, misses).texts.join(' ');

describe('the bot', () => {
  it.each([
    ['Hi there', /Hi Maya/],
    ['What are your opening hours?', /Monday to Friday/],
    ['where is my order', /Which order/],
    ['nw-1043', /with the courier/],
    ['9999', /can't find/],
    ['Can you recommend something?', /Huila/],
    ['thank you!', /welcome/],
  ])('knows an answer to %j', (text, answer) => {
    expect(said(text)).toMatch(answer);
  });

  it.each(['agent', 'Can I talk to a HUMAN?', 'a person, please'])('hands over on %j', (text) => {
    expect(answerTo(text, 0).handOver).toBeTruthy();
  });

  it.each(['I have a personal question', 'the agency', 'humane'])('does not hand over on %j', (text) => {
    expect(answerTo(text, 0).handOver).toBeUndefined();
  });

  it('offers a person when it fails twice', () => {
    expect(answerTo('xyzzy', 0)).toMatchObject({ understood: false });
    expect(answerTo('xyzzy', 1).suggestions).toContain('Talk to a person');
  });
});

it.each([
  ['Cancel', true],
  ['please cancel it', true],
  ['never mind', true],
  ['I want to cancel my order', false],
])('takes %j for the end of the waiting: %s', (text, expected) => {
  expect(isCancellation(text)).toBe(expected);
});
