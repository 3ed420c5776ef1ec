import { describe, expect, it } from 'vitest';
import type { ForeignId, JsonValue } from '#kernel';
import { aMessageToEngage, anEngageAuthor } from '../../../handover/src/testing/contact-centre.contract.js';
import { partParams, userParams, wordsOf } from './message-params.js';

describe('partParams', () => {
  const message = aMessageToEngage({
    author: anEngageAuthor({
      fields: { screenname: 'Ada', email: 'ada@example.org' },
      contextData: { tier: 'gold' },
      updatedAt: new Date('2026-02-03T04:05:06.789Z'),
    }),
    contextData: { tags: ['vip', 'de'] },
    reply: { payload: 'inv-2026-02', inReplyTo: 'conv-7f3a2c:out:0005' as ForeignId },
    sentAt: new Date('2026-02-03T09:15:02.999Z'),
  });

  it('contains everything that Engage needs, with dates in seconds', () => {
    expect(partParams(message, { body: 'February' }, 0, [])).toEqual({
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
      body: 'February',
      format: 'text',
      created_at: '2026-02-03T09:15:02Z',
      updated_at: '2026-02-03T09:15:02Z',
      context_data: { tags: ['vip', 'de'] },
      in_reply_to_id: 'conv-7f3a2c:out:0005',
      structured_reply: { payload: 'inv-2026-02' },
    });
  });

  it('numbers the parts and includes what belongs to the whole message only once', () => {
    const second = partParams(message, { body: 'more' }, 1, []);
    expect(second['id']).toBe(`${message.foreignId}-2`);
    for (const name of ['context_data', 'in_reply_to_id', 'structured_reply']) expect(second).not.toHaveProperty(name);
  });

  it('gives files to the part that carries them, without a body if there is none', () => {
    const files = [{ url: 'https://files.example/a.png' }];
    const alone = partParams(message, { body: '', withFiles: true }, 0, files);
    expect(alone['attachments']).toEqual(files);
    expect(alone).not.toHaveProperty('body');
    expect(partParams(message, { body: 'Hi' }, 0, files)).not.toHaveProperty('attachments');
  });

  it.each<[JsonValue, string | undefined]>([
    ['plain', 'plain'],
    [{ order: 7 }, '{"order":7}'],
    [7, '7'],
    ['Größe', undefined],
    ['x'.repeat(1_000), 'x'.repeat(1_000)],
    ['x'.repeat(1_001), undefined],
    [' ', undefined],
    [null, undefined],
  ])('carries the payload %j if Engage does', (payload, carried) => {
    const params = partParams(aMessageToEngage({ reply: { payload } }), { body: 'x' }, 0, []);
    expect(params['structured_reply']).toEqual(carried === undefined ? undefined : { payload: carried });
    expect(params).not.toHaveProperty('in_reply_to_id');
  });
});

describe('wordsOf', () => {
  it.each<[string, JsonValue, string]>([
    ['February', 'inv-02', 'February'],
    [' ', 'inv-02', 'inv-02'],
    ['', { order: 7 }, '{"order":7}'],
    ['', null, ''],
  ])('of %j with the choice %j are %j', (text, payload, words) => {
    expect(wordsOf(aMessageToEngage({ text, reply: { payload } }))).toBe(words);
  });

  it('adds no text to files', () => {
    const attachments = [{ url: 'https://files.example/a.png' }];
    expect(wordsOf(aMessageToEngage({ text: '', attachments, reply: { payload: 'x' } }))).toBe('');
  });
});

it('userParams lets no profile field replace the fields that identify the user', () => {
  const author = anEngageAuthor({ puppetizable: true, fields: { screenname: 'Bot', id: 'evil', puppetizable: 'no' } });
  expect(userParams(author)).toMatchObject({ id: author.id, puppetizable: true, screenname: 'Bot' });
});
