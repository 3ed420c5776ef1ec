import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorTime } from '#testing';
import { missingTurns, type TranscriptTurn } from './history.js';

const turn = (text: string, more: Partial<TranscriptTurn> = {}): TranscriptTurn => ({
  author: 'user',
  text,
  attachments: [],
  ...more,
});
const at = (second: number): Date => new Date(Date.UTC(2026, 2, 2, 9, 0, second));
const MENU = { type: 'quick_replies', items: [{ title: 'Red', payload: 'r' }, { title: 'Blue' }] } as const;

/** Turns of the transcript that are new, if nothing waits in the journal. */
const newOf = (transcript: readonly TranscriptTurn[], known: readonly TranscriptTurn[]): TranscriptTurn[] =>
  missingTurns(transcript, known, []).flatMap((one) => (one.from === 'transcript' ? [one.turn] : []));

describe('missingTurns', () => {
  it('recognises a turn by its id, whatever its text', () => {
    const known = [turn('a', { messageId: '1' })];
    expect(newOf([turn('edited', { messageId: '1' }), turn('b', { messageId: '2' })], known)).toEqual([
      turn('b', { messageId: '2' }),
    ]);
  });

  it('recognises a turn by its words if one side has no id, and sends nothing twice after a new one', () => {
    expect(newOf([turn('a'), turn('x'), turn('b')], [turn('a', { messageId: '1' }), turn('b')])).toEqual([turn('x')]);
  });

  it('compares long histories without blocking the process', () => {
    const buttons = Array.from({ length: 20 }, () => ({ type: 'reply', title: 'Take it' }) as const);
    const items = Array.from({ length: 20 }, () => ({ title: 'A card', buttons }));
    const many = (word: string, author: TranscriptTurn['author']): TranscriptTurn[] =>
      Array.from({ length: 1_000 }, (_, index) =>
        turn(`${word} ${index}`, { author, content: { type: 'carousel', items } }),
      );
    expect(processorTime(() => newOf(many('received', 'bot'), many('sent', 'agent')))).toBeLessThan(6_000); // each pair again: 60 s
  });

  it('accepts a clock that is two minutes behind, and turns of the same second', () => {
    const known = [turn('a', { sentAt: at(120) }), turn('b', { sentAt: at(120) })];
    const transcript = [turn('a', { sentAt: at(0) }), turn('b', { sentAt: at(0) }), turn('c', { sentAt: at(0) })];
    expect(newOf(transcript, known)).toEqual([turn('c', { sentAt: at(0) })]);
  });

  it('lets equal times decide which of two equal turns is known', () => {
    const known = [turn('yes', { sentAt: at(9) })];
    const transcript = [turn('yes', { sentAt: at(1) }), turn('yes', { sentAt: at(9) })];
    expect(newOf(transcript, known)).toEqual([turn('yes', { sentAt: at(1) })]);
  });

  it("removes an agent's words once, and keeps equal words of the bot", () => {
    const known = [turn('help', { sentAt: at(1) }), turn('You are welcome', { author: 'agent', sentAt: at(2) })];
    const thanks = (second: number): TranscriptTurn => turn('You are welcome', { author: 'bot', sentAt: at(second) });
    expect(newOf([turn('help', { sentAt: at(1) }), thanks(3), thanks(9)], known)).toEqual([thanks(9)]);
  });

  it("recognises an agent's offer in the bot's history, unchanged or as text", () => {
    const offer = turn('Which one?', { author: 'agent', content: MENU });
    const asText = turn('Which one?\n1. Red\n2. Blue', { author: 'bot' });
    for (const echo of [turn('Which one?', { content: MENU }), asText, turn('Which one?')])
      expect(newOf([turn('hi'), { ...echo, author: 'bot' }, turn('next')], [turn('hi'), offer])).toEqual([
        turn('next'),
      ]);
  });

  it('distinguishes turns without text by what they offer', () => {
    const menu = turn('', { author: 'bot', content: MENU });
    const other = turn('', { author: 'bot', content: { ...MENU, items: [{ title: 'Green' }] } });
    expect(newOf([menu, other], [menu])).toEqual([other]);
    expect(newOf([other], [menu])).toEqual([other]);
  });

  it('takes waiting messages from the journal, including the customer’s that are missing in the transcript', () => {
    const waiting = [turn('b', { messageId: '2' }), turn('left out'), turn('spoken by the bot', { author: 'bot' })];
    const missing = missingTurns([turn('a'), turn('b', { messageId: '2' }), turn('c')], [turn('a')], waiting);
    expect(missing.map((one) => (one.from === 'journal' ? `${one.entry.text}*` : one.turn.text))).toEqual([
      'b*',
      'c',
      'left out*',
    ]);
  });

  it('never sends a turn twice, never drops a new one, and keeps the order', () => {
    const texts = fc.array(fc.constantFrom('yes', 'no', 'hm'), { maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const known = before.map((text, index) => turn(text, { messageId: `m${index}` }));
        const fresh = after.map((text, index) => turn(text, { messageId: `n${index}` }));
        expect(newOf([...known, ...fresh], known)).toEqual(fresh);
        const bare = [...before, ...after].map((text) => turn(text));
        expect(newOf(bare, known).map(({ text }) => text)).toEqual(after);
      }),
    );
  });

  it('aligns the longest transcripts quickly', () => {
    const many = (count: number): TranscriptTurn[] =>
      Array.from({ length: count }, (_, index) => turn(`turn ${index % 97}`));
    expect(newOf(many(1_000), many(900))).toHaveLength(100);
  });
});
