import { describe, expect, it } from 'vitest';
import type { Entry } from '../src/wire.ts';
import { storyOf } from './story.js';

let position = 0;
const entry = (kind: string, detail: object, message: Entry['message'] = null): Entry => {
  const at = new Date(++position * 1_000).toISOString();
  return { position: String(position), at, kind, detail: detail as Entry['detail'], message };
};
const delivery = (result: string, more: object = {}): Entry =>
  entry('delivery', { deliveryId: 'd1', kind: 'bot.event', direction: 'bot', seq: 1, result, ...more });
const message = (author: string, text: string, more: object = {}): Entry =>
  entry(
    'message',
    { author, forwarding: 'sent', ...more },
    {
      author,
      authorName: author === 'agent' ? 'Dana' : null,
      text,
      attachments: [],
      content: null,
      reply: null,
      sentAt: '2026-03-02T09:00:00.000Z',
    },
  );
const received = (...entries: Entry[]): string[] => storyOf(entries).map(({ who, text }) => `${who}: ${text}`);

describe('the story of a conversation', () => {
  it('shows who wrote what', () => {
    expect(received(message('user', 'Hello'), message('agent', 'Dana here'), message('system', 'Closed'))).toEqual([
      'Customer: Hello',
      'Agent Dana: Dana here',
      'Service: Closed',
    ]);
    expect(storyOf([message('bot', 'x', { forwarding: 'muted' })])[0]?.more).toEqual([
      'Not sent: an agent had the conversation.',
    ]);
  });

  it('shows what changed and why, and marks trouble', () => {
    const story = storyOf([
      entry('state', { from: 'bot', to: 'queue', why: 'started' }),
      entry('state', { from: 'queue', to: 'bot', why: 'no-pickup' }),
    ]);
    expect(story.map(({ text, kind }) => [text, kind])).toEqual([
      ['A handover was requested. The customer now waits for an agent.', 'event'],
      ['No agent joined in time. The conversation is now with the bot.', 'trouble'],
    ]);
  });

  it('shows failed attempts of one delivery once, with the last error', () => {
    const error = { code: 'bot.unavailable', message: 'HTTP 500' };
    const story = storyOf([
      delivery('retrying', { error: { code: 'x', message: 'first' } }),
      delivery('retrying', { error }),
      delivery('retrying', { error, deliveryId: 'd2' }),
      delivery('delivered'),
    ]);
    expect(story.map(({ text, kind }) => [text, kind])).toEqual([
      ['Event to the bot failed 2 times and will be retried', 'trouble'],
      ['Event to the bot failed and will be retried', 'trouble'],
      ['Event to the bot delivered', 'technical'],
    ]);
    expect(story[0]?.more).toEqual(['HTTP 500 (bot.unavailable)']);
  });

  it('shows which operator did what and why', () => {
    const by = { by: 'grace', reason: 'Repaired' };
    const story = storyOf([
      delivery('replayed', by),
      entry('operator', { action: 'resume', ...by }),
      entry('something-new', {}),
    ]);
    expect(story.map(({ who, text, more }) => [who, text, more])).toEqual([
      ['Operator grace', 'Event to the bot is tried again', ['Reason: Repaired']],
      ['Operator grace', 'returned the conversation to the bot', ['Reason: Repaired']],
      ['Service', 'something-new', undefined],
    ]);
  });
});
