import { describe, expect, it } from 'vitest';
import type { UserId } from '#kernel';
import { aConversation, anEngageEvent } from '../testing/a-handover.js';
import type { EngageIntervention } from './engage-records.js';
import type { NativeChannel } from './conversation.js';
import { asJoin, interventionsOf, isOurDoing, takesOver } from './engage-conduct.js';

const channel: NativeChannel = {
  sourceId: 'whatsapp',
  replyTo: { contentId: 'c1', private: false },
  ownInterventionId: 'ours',
  ownUserId: 'token-user',
};

describe('isOurDoing', () => {
  it('recognises us by the user of the token', () => {
    expect(isOurDoing(anEngageEvent('over', { actorId: 'token-user' }), channel)).toBe(true);
    expect(isOurDoing(anEngageEvent('over', { actorId: 'mara' }), channel)).toBe(false);
  });

  it('recognises no one as us before our first action, or where we act by the Send API', () => {
    const { ownUserId: _unknown, ...fresh } = channel;
    expect(isOurDoing(anEngageEvent('over'), fresh)).toBe(false);
    expect(isOurDoing(anEngageEvent('over'), undefined)).toBe(false);
  });
});

describe('asJoin', () => {
  it.each([
    ['a transfer of our intervention', anEngageEvent('agent-transferred', { interventionId: 'ours' }), 'agent-joined'],
    ['an agent who reopens', anEngageEvent('reopened', { actorId: 'mara' }), 'agent-joined'],
    ["another's transfer", anEngageEvent('agent-transferred', { interventionId: 'theirs' }), 'agent-transferred'],
    ['a transfer without a case', anEngageEvent('agent-transferred'), 'agent-transferred'],
    ['a customer who reopens', anEngageEvent('reopened'), 'reopened'],
  ])('reads %s', (_, event, expected) => {
    expect(asJoin(event, channel).fact.type).toBe(expected);
  });

  it('changes nothing where the bot platform owns the channel', () => {
    expect(asJoin(anEngageEvent('reopened', { actorId: 'mara' }), undefined).fact.type).toBe('reopened');
    expect(takesOver(anEngageEvent('agent-transferred'), { ...channel, ownInterventionId: undefined })).toBe(false);
  });
});

describe('interventionsOf', () => {
  const at = new Date('2026-03-02T09:00:00Z');
  const aCase = (id: string, identityId?: string, userId?: string): EngageIntervention => ({
    id,
    threadId: 'thread' as EngageIntervention['threadId'],
    closed: true,
    deferred: false,
    userRepliesCount: 1,
    identityId,
    userId,
    createdAt: at,
    updatedAt: at,
  });
  const all = [aCase('bobs', 'bob'), aCase('ours', 'ada', 'token-user'), aCase('maras', 'ada', 'mara'), aCase('old')];

  it("leaves out other customers' cases and those that only we handled", () => {
    const conversation = aConversation({ nativeChannel: channel, userId: 'ada' as UserId });
    expect(interventionsOf(conversation, all).map(({ id }) => id)).toEqual(['maras', 'old']);
  });

  it('includes all where the bot platform owns the channel', () => {
    expect(interventionsOf(aConversation(), all)).toEqual(all);
  });
});
