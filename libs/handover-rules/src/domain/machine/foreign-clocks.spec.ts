import { describe, expect, it } from 'vitest';
import { type ForeignId, newId, type UserId } from '#kernel';
import { aSituation, Story } from '../../testing/a-situation.js';
import { anEngageEvent } from '../../testing/a-handover.js';
import type { BotSideMessageFact, Fact } from './fact.js';

const NOW = new Date('2026-03-02T09:10:00Z');
const AHEAD = new Date('2026-03-02T09:20:00Z');
const BEFORE = new Date('2026-03-02T09:00:00Z');

const says = (sentAt: Date): BotSideMessageFact => ({
  type: 'bot-side-message',
  userId: 'u1' as UserId,
  messageId: newId(),
  author: 'user',
  text: 'Hello',
  attachments: [],
  forAgent: false,
  sentAt,
});
const starts = (...times: readonly Date[]): Fact => ({
  type: 'start',
  userId: 'u1' as UserId,
  hasProfile: false,
  transcript: times.map((sentAt, index) => ({ author: 'user', text: `word ${index}`, attachments: [], sentAt })),
  contextData: {},
  categoryIds: [],
  options: {},
});
const agentWrites = (createdAt: Date): Fact => ({
  type: 'agent-message',
  foreignId: newId<ForeignId>(),
  contentId: undefined,
  senderName: 'Dana',
  createdAt,
  attachmentsForBot: [],
  text: 'Hello',
  attachments: [],
});
const customerWrites = (issuedAt: Date): Fact => ({
  type: 'customer-wrote',
  sourceId: 'whatsapp',
  written: { id: 'c1', text: 'Hello', customerId: 'u1', private: false, hasAttachment: false },
  event: anEngageEvent('none', { issuedAt }),
});
const NATIVE = { nativeChannel: { sourceId: 'whatsapp', replyTo: { contentId: 'c0', private: false } } };

describe('a clock that is ahead', () => {
  it.each<[string, (at: Date) => Fact, object]>([
    ['of the bot', says, {}],
    ['of an agent', agentWrites, {}],
    ['of Engage', customerWrites, { conversation: NATIVE }],
  ])('%s dates no message in the future', (_, factAt, more) => {
    for (const [given, dated] of [
      [AHEAD, NOW],
      [BEFORE, BEFORE],
    ] as const) {
      const { decision } = new Story(aSituation('bot', more), undefined, NOW).happens(factAt(given));
      expect(decision.entries.map(({ sentAt }) => sentAt)).toEqual([dated]);
    }
  });

  it('of a history keeps its order', () => {
    const history = { sent: [], unsent: [], isKnown: false, customerIsHeard: false };
    const story = new Story(aSituation('bot', { history }), undefined, NOW);
    const { decision } = story.happens(starts(BEFORE, AHEAD, new Date(AHEAD.getTime() + 1_000)));
    expect(decision.entries.map(({ text, sentAt }) => [text, sentAt])).toEqual([
      ['word 0', BEFORE],
      ['word 1', NOW],
      ['word 2', NOW],
    ]);
  });
});
