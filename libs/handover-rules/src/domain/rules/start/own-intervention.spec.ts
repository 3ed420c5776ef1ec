import { describe, expect, it } from 'vitest';
import type { EngageThreadId, UserId } from '#kernel';
import { anEngageEvent } from '../../../testing/a-handover.js';
import { aSituation, Story } from '../../../testing/a-situation.js';
import type { EngageIntervention } from '../../engage-records.js';

const ADA = 'ada' as UserId;
const NATIVE = { userId: ADA, nativeChannel: { sourceId: 'whatsapp', replyTo: { contentId: 'c0', private: false } } };
const opened = (actorId: string) => anEngageEvent('agent-joined', { actorId, interventionId: 'i1' });

describe('while we open an intervention for a customer who waits for an agent', () => {
  const waiting = (): Story => {
    const story = new Story(aSituation('queue', { conversation: NATIVE }));
    story.happens({ type: 'opening-intervention' });
    return story;
  };
  const stateOf = ({ situation }: Story): string => situation.conversation.state;

  it('decides later who opened it: we did', () => {
    const story = waiting();
    const event = opened('token-user');
    expect(story.happens({ type: 'engage-event', event }).answer).toBe('unresolved');
    expect(stateOf(story)).toBe('queue');
    story.happens({ type: 'own-intervention', opened: { interventionId: 'i1', byUserId: 'token-user' } });
    expect(story.happens({ type: 'engage-event', event }).answer).toBe('applied');
    expect(stateOf(story)).toBe('queue');
  });

  it('decides later who opened it: an agent did', () => {
    const story = waiting();
    const event = opened('mara');
    expect(story.happens({ type: 'engage-event', event }).answer).toBe('unresolved');
    story.happens({ type: 'own-intervention', opened: undefined });
    expect(story.happens({ type: 'engage-event', event }).answer).toBe('applied');
    expect(stateOf(story)).toBe('active');
  });

  it('does not treat an open intervention in the records as an agent’s', () => {
    const story = waiting();
    const at = new Date('2026-03-02T09:05:00Z');
    const one: EngageIntervention = {
      id: 'i1',
      threadId: 'thread' as EngageThreadId,
      closed: false,
      deferred: false,
      userRepliesCount: 1,
      identityId: ADA,
      userId: 'token-user',
      createdAt: at,
      updatedAt: at,
    };
    const standing = { thread: undefined, interventions: [one] };
    const of = story.situation.running!.id;
    expect(story.happens({ type: 'reconciliation', of, standing, checkedAt: new Date(0) }).answer).toBe('goes-on');
    story.happens({ type: 'own-intervention', opened: undefined });
    expect(story.happens({ type: 'reconciliation', of, standing, checkedAt: new Date(0) }).answer).toBe('joined');
  });
});
