import type { JsonObject } from '#kernel';
import type { Conversation } from '../domain/conversation.js';

/** What an operator can see of a conversation, in order: messages, state changes, calls, retries and errors. */
export type TimelineKind = 'state' | 'profile' | 'engage-event' | 'delivery';

/** Writes the timeline; entries stand or fall with the running transaction. */
export abstract class Timeline {
  abstract record(
    conversation: Pick<Conversation, 'tenantId' | 'id'>,
    kind: TimelineKind,
    detail: JsonObject,
  ): Promise<void>;
}
