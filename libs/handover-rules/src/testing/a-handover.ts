import {
  type ConversationId,
  type EngageThreadId,
  type ForeignId,
  newId,
  type SessionId,
  type TenantId,
  type UserId,
} from '#kernel';
import type { Conversation } from '../domain/conversation.js';
import type { EngageEvent } from '../domain/engage-fact.js';
import { type Handover, newHandover } from '../domain/handover.js';

const AT = new Date('2026-03-02T09:00:00.000Z');

export function aConversation(overrides: Partial<Conversation> = {}): Conversation {
  return {
    tenantId: newId<TenantId>(),
    id: newId<ConversationId>(),
    sessionId: 's1' as SessionId,
    userId: 'u1' as UserId,
    address: {},
    state: 'queue',
    threadForeignId: newId<ForeignId>(),
    engageThreadId: 'thread' as EngageThreadId,
    nativeChannel: undefined,
    engageClosedAt: undefined,
    typingSentAt: undefined,
    createdAt: AT,
    updatedAt: AT,
    ...overrides,
  };
}

/** A handover that has reached Engage at nine o'clock and waits. */
export function aHandover(overrides: Partial<Handover> = {}): Handover {
  return { ...newHandover(aConversation(), AT, {}), step: 'recategorised', engageStartedAt: AT, ...overrides };
}

/** An event of the handover's thread, a minute after nine. */
export function anEngageEvent(
  fact: Exclude<EngageEvent['fact']['type'], 'agent-wrote'>,
  overrides: Partial<EngageEvent> = {},
): EngageEvent {
  return {
    id: newId(),
    type: `test.${fact}`,
    issuedAt: new Date(AT.getTime() + 60_000),
    sourceId: undefined,
    threadId: 'thread' as EngageThreadId,
    interventionId: undefined,
    actorId: undefined,
    fact: fact === 'imported' ? { type: fact, foreignId: undefined } : { type: fact },
    raw: Buffer.alloc(0),
    ...overrides,
  };
}
