import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aMessageToEngage, anEngageAuthor } from '../../../handover/src/testing/contact-centre.contract.js';
import { MAX_BODY_CHARACTERS, messageParams, userParams } from './message-params.js';

describe('messageParams', () => {
  it('says everything Engage needs, dates to the second', () => {
    const message = aMessageToEngage({
      author: anEngageAuthor({
        fields: { screenname: 'Ada', email: 'ada@example.org' },
        contextData: { tier: 'gold' },
        updatedAt: new Date('2026-02-03T04:05:06.789Z'),
      }),
      contextData: { tags: ['vip', 'de'] },
      sentAt: new Date('2026-02-03T09:15:02.999Z'),
    });
    expect(messageParams(message)).toEqual([
      {
        id: message.foreignId,
        thread_id: message.threadForeignId,
        author: {
          id: message.author.id,
          screenname: 'Ada',
          email: 'ada@example.org',
          puppetizable: false,
          created_at: '2026-01-15T10:00:00Z',
          updated_at: '2026-02-03T04:05:06Z',
          context_data: { tier: 'gold' },
        },
        body: 'Where is my order?',
        format: 'text',
        created_at: '2026-02-03T09:15:02Z',
        updated_at: '2026-02-03T09:15:02Z',
        context_data: { tags: ['vip', 'de'] },
      },
    ]);
  });

  it('numbers the parts of a long text and gives its context once', () => {
    const message = aMessageToEngage({ text: 'x'.repeat(MAX_BODY_CHARACTERS * 2 + 1), contextData: { page: 'cart' } });
    const parts = messageParams(message);
    expect(parts.map(({ id }) => id)).toEqual([message.foreignId, `${message.foreignId}-2`, `${message.foreignId}-3`]);
    expect(parts.map((part) => part['context_data'])).toEqual([{ page: 'cart' }, undefined, undefined]);
  });

  it('writes attachments as addresses on lines of their own', () => {
    const attachments = [
      { url: 'https://files.example/a.png' },
      { url: 'https://files.example/b.pdf', filename: 'b.pdf' },
    ];
    const bodies = (text: string) => messageParams(aMessageToEngage({ text, attachments })).map(({ body }) => body);
    expect(bodies('See:')).toEqual(['See:\nhttps://files.example/a.png\nhttps://files.example/b.pdf']);
    expect(bodies('')).toEqual(['https://files.example/a.png\nhttps://files.example/b.pdf']);
  });

  it('sends nothing that Engage would take for blank', () => {
    expect(messageParams(aMessageToEngage({ text: ' \n\t' }))).toEqual([]);
    const gap = aMessageToEngage({ text: `a${' '.repeat(MAX_BODY_CHARACTERS * 2)}b` });
    const bodies = messageParams(gap).map(({ body }) => (body as string).trim());
    expect(bodies).toEqual(['a', 'b']);
  });

  it('keeps the text whole, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.integer({ min: 1, max: 50_000 }),
        (unit, length) => {
          const text = `.${unit.repeat(Math.ceil(length / unit.length))}.`;
          const bodies = messageParams(aMessageToEngage({ text })).map(({ body }) => body as string);
          expect(bodies.every((body) => body.length <= MAX_BODY_CHARACTERS)).toBe(true);
          expect(bodies.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        },
      ),
      { numRuns: 50 },
    );
  });
});

it('userParams lets no profile field replace what identifies the user', () => {
  const author = anEngageAuthor({ puppetizable: true, fields: { screenname: 'Bot', id: 'evil', puppetizable: 'no' } });
  expect(userParams(author)).toMatchObject({ id: author.id, puppetizable: true, screenname: 'Bot' });
});
