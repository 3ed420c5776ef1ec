import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTurns, saysTheSame, type Turn } from './history.js';

const turn = (text: string, more: Partial<Turn> = {}): Turn => ({ author: 'user', text, attachments: [], ...more });
const at = (second: number): Date => new Date(Date.UTC(2026, 2, 2, 9, 0, second));

const MENU = { type: 'quick_replies', items: [{ title: 'Red', payload: 'r' }, { title: 'Blue' }] } as const;

describe('newTurns', () => {
  it('knows a turn by its id, whatever its text', () => {
    expect(
      newTurns([turn('edited', { messageId: '1' }), turn('b', { messageId: '2' })], [turn('a', { messageId: '1' })]),
    ).toEqual([turn('b', { messageId: '2' })]);
  });

  it('knows a turn without id by its time', () => {
    const sent = [turn('a', { sentAt: at(1) }), turn('b', { sentAt: at(2) })];
    expect(newTurns([turn('b', { sentAt: at(2) }), turn('c', { sentAt: at(3) })], sent)).toEqual([
      turn('c', { sentAt: at(3) }),
    ]);
  });

  it('leaves the equal beginning out where there is neither, and nothing behind it', () => {
    expect(newTurns([turn('a'), turn('x'), turn('b')], [turn('a'), turn('b')])).toEqual([turn('x'), turn('b')]);
  });

  it("takes an agent's words out once, and leaves the bot its own equal ones", () => {
    const sent = [turn('help', { sentAt: at(1) }), turn('You are welcome', { author: 'agent', sentAt: at(2) })];
    const thanks = (second: number): Turn => turn('You are welcome', { author: 'bot', sentAt: at(second) });
    expect(newTurns([turn('help', { sentAt: at(1) }), thanks(3), thanks(9)], sent)).toEqual([thanks(9)]);
  });

  it("knows an agent's offer in the bot's history, as it was or as text", () => {
    const offer = turn('Which one?', { author: 'agent', content: MENU });
    const asText = turn('Which one?\n1. Red\n2. Blue', { author: 'bot' });
    for (const echo of [turn('Which one?', { author: 'bot', content: MENU }), asText, turn('Which one?')]) {
      const author = 'bot';
      expect(newTurns([turn('hi'), { ...echo, author }, turn('next')], [turn('hi'), offer])).toEqual([turn('next')]);
    }
  });

  it('tells turns without words apart by what they offer', () => {
    const menu = turn('', { author: 'bot', content: MENU });
    const other = turn('', { author: 'bot', content: { ...MENU, items: [{ title: 'Green' }] } });
    expect(newTurns([menu, other], [menu])).toEqual([other]);
    expect(newTurns([other], [menu])).toEqual([other]);
  });

  it('takes everything when nothing was sent', () => {
    expect(newTurns([turn('a'), turn('b', { sentAt: at(1) })], [])).toHaveLength(2);
  });

  it('never sends a turn twice, never drops a new one, and keeps the order', () => {
    const texts = fc.array(fc.constantFrom('yes', 'no', 'hm'), { maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const sent = before.map((text, index) => turn(text, { messageId: `m${index}` }));
        const fresh = after.map((text, index) => turn(text, { messageId: `n${index}` }));
        expect(newTurns([...sent, ...fresh], sent)).toEqual(fresh);
        const bare = [...before, ...after].map((text) => turn(text));
        expect(newTurns(bare, sent).map(({ text }) => text)).toEqual(after);
      }),
    );
  });
});

describe('saysTheSame', () => {
  it('compares words, offers and the number of files', () => {
    const file = { url: 'https://files.example/1' };
    expect(saysTheSame(turn('a'), turn('a'))).toBe(true);
    expect(saysTheSame(turn('a'), turn('a', { author: 'bot' }))).toBe(false);
    expect(saysTheSame(turn('a'), turn('a', { content: MENU }))).toBe(false);
    expect(saysTheSame(turn(''), turn('', { attachments: [file] }))).toBe(false);
    expect(
      saysTheSame(turn('', { attachments: [file] }), turn('', { attachments: [{ url: 'handover-file:1' }] })),
    ).toBe(true);
    expect(saysTheSame(turn('a'), undefined)).toBe(false);
  });
});
