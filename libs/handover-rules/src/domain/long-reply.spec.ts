import { describe, expect, it } from 'vitest';
import { inReplies, LONGEST_REPLY } from './long-reply.js';

const file = { url: 'https://files.example/1' };
const content = { type: 'quick_replies', items: [{ title: 'Red' }] } as const;

describe('inReplies', () => {
  it('does not split a text that fits', () => {
    const whole = { text: 'x'.repeat(LONGEST_REPLY), attachments: [file], content };
    expect(inReplies(whole)).toEqual([whole]);
    expect(inReplies({ text: '', attachments: [file] })).toEqual([{ text: '', attachments: [file] }]);
  });

  it('cuts between words, and keeps files and choices for the end', () => {
    const text = 'hello world '.repeat(4_000);
    const parts = inReplies({ text, attachments: [file], content });
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.map((part) => part.text.length <= LONGEST_REPLY)).toEqual([true, true, true]);
    for (const part of parts.slice(1)) expect(part.text).toMatch(/^(hello| |world)/);
    expect(parts.map(({ attachments }) => attachments.length)).toEqual([0, 0, 1]);
    expect(parts.map((part) => part.content)).toEqual([undefined, undefined, content]);
  });
});
