import { describe, expect, it } from 'vitest';
import { handoverNote } from './handover-note.js';

describe('handoverNote', () => {
  it('has reason, summary, last intent and what was collected, in this order', () => {
    const context = { orderNumber: 4711, Last_Intent: 'refund', items: ['shoe', 'hat'], express: false };
    expect(handoverNote({ context, summary: 'wants money back', reason: 'angry' })).toBe(
      [
        ...['Handover', 'Reason: angry', 'Summary: wants money back', 'Last intent: refund'],
        ...['orderNumber: 4711', 'items: shoe, hat', 'express: false'],
      ].join('\n'),
    );
  });

  it('is empty when there is nothing to say', () => {
    expect(
      handoverNote({ summary: '', context: { page: '', cart: { id: 1 }, tags: [], empty: null } }),
    ).toBeUndefined();
    expect(handoverNote({})).toBeUndefined();
  });

  it('repeats nothing', () => {
    const context = { reason: 'angry', summary: 'wants money back', note: 'else' };
    expect(handoverNote({ reason: 'angry', summary: 'wants money back', context })).toBe(
      'Handover\nReason: angry\nSummary: wants money back\nnote: else',
    );
  });

  it('stays readable, whatever was collected', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`field ${index}`, '👍'.repeat(999)]));
    const lines = handoverNote({ context: { 'a\nb': 'c\n\td', ...many } })?.split('\n') ?? [];
    expect(lines).toHaveLength(1 + 30);
    expect(lines[1]).toBe('a b: c d');
    expect(lines[2]).toBe(`field 0: ${'👍'.repeat(299)}…`);
  });
});
