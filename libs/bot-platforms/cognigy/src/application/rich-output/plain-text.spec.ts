import { describe, expect, it } from 'vitest';
import { turnsOf } from '../transcript.js';
import { plainText, withinHtmlBudget } from './plain-text.js';
import { readOutput } from './rich-output.js';

const LINK = '<p>See <a href="https://x.example/menu">the menu</a></p>';

describe('plainText', () => {
  it('reads the words of HTML that is too deep to convert', () => {
    expect(plainText(`${'<div>'.repeat(20_000)}Hello${'</div>'.repeat(20_000)}`)).toBe('Hello');
  });

  it('converts HTML within the budget of one reading, and only removes the tags of the rest', () => {
    const texts = Array.from({ length: 1_000 }, () => LINK);
    const shown = withinHtmlBudget(() => texts.map(plainText));
    expect(shown[0]).toBe('See the menu (https://x.example/menu)');
    expect(shown.at(-1)).toBe('See the menu');
    expect(withinHtmlBudget(() => plainText(LINK))).toBe(shown[0]);
  });

  it('shares the budget of a transcript among its steps', () => {
    const items = Array.from({ length: 3 }, () => ({ title: LINK }));
    const output = { data: { _cognigy: { _default: { _gallery: { items } } } } };
    const steps = Array.from({ length: 1_000 }, () => ({ role: 'bot', payload: output }));
    expect(readOutput(output).content).toMatchObject({
      items: [{ title: 'See the menu (https://x.example/menu)' }, {}, {}],
    });
    const turns = turnsOf(steps);
    expect(turns).toHaveLength(1_000);
    expect(turns.at(-1)?.content).toMatchObject({ items: [{ title: 'See the menu' }, {}, {}] });
    const converted = JSON.stringify(turns).split('(https://x.example/menu)').length - 1;
    expect(converted).toBeGreaterThan(100);
    expect(converted * LINK.length).toBeLessThan(50_000);
  });

  it('reads the newest thousand steps', () => {
    const steps = Array.from({ length: 1_500 }, (_, index) => ({ role: 'user', payload: { text: `said ${index}` } }));
    expect(turnsOf(steps).map(({ text }) => text)).toEqual(steps.slice(500).map(({ payload }) => payload.text));
  });
});
