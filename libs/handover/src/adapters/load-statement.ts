import type { Prepared, Row } from '#database';
import { type ConversationId, isUuid, type JsonValue, newId } from '#kernel';
import type { Conversation, Offer, Situation } from '#handover-rules';
import { tenantStays } from '#tenant-config';
import type { ConversationReference, EarlierEvent, LoadedFacts, WantedFact } from '../ports/fact-store.js';
import { CONVERSATIONS } from './columns/conversation-columns.js';
import { HANDOVERS } from './columns/handover-columns.js';
import { MESSAGES, withContent } from './columns/message-columns.js';

/** No row: the tenant was deleted. */
export const LOAD: Prepared = {
  name: 'facts.load',
  text: `WITH tenant AS MATERIALIZED (${tenantStays('$1')})
    SELECT load_facts($1::uuid, $2::jsonb, $3::boolean, $4::integer) AS loaded FROM tenant`,
};

/** What `load_facts` returns. */
export interface Loaded {
  readonly now: string;
  readonly refs: Readonly<Record<string, ConversationId>>;
  readonly created: readonly ConversationId[];
  readonly events: readonly { place: number; hash: string; answer: JsonValue; status: string }[];
  readonly held: readonly { conversation: Row; running: Row | null; last: Row | null; offers: Row[] | null }[];
}

/**
 * The facts in the format of `load_facts`. Nothing is cleaned: an id could become another one, so what brings ids into the service
 * refuses those that cannot be stored, or rewrites them (`storableId`).
 *
 * @param now the beginning of a conversation that is created for them
 */
export function wantedFacts(facts: readonly WantedFact[], now: Date): string {
  const wanted = facts.map(({ reference, event, offers = false }, place) => ({
    place,
    offers,
    ...(event && { source: event.source, event: event.id }),
    ...(reference && referenced(reference, now)),
  }));
  return JSON.stringify(wanted);
}

function referenced(reference: ConversationReference, now: Date): object | undefined {
  switch (reference.by) {
    case 'id':
      return { kind: 'id', value: reference.id };
    case 'session':
      return { kind: 'session', value: reference.sessionId };
    case 'address':
      return { kind: 'session', value: reference.session.sessionId, fresh: fresh(reference.session, now) };
    case 'thread':
      return isUuid(reference.foreignId) ? { kind: 'thread', value: reference.foreignId } : undefined;
    case 'message':
      return { kind: 'message', value: reference.foreignId };
    case 'engage-thread':
      return { kind: 'engage-thread', value: reference.threadId, identity: reference.identityId };
    case 'customer': {
      const { threadId, identityId, sourceId, replyTo } = reference.writing;
      const channel = { engageThreadId: threadId, nativeChannel: { sourceId, replyTo } };
      const session = { userId: identityId as Conversation['userId'], address: {}, ...channel };
      return { kind: 'session', value: `${threadId}:${identityId}`, fresh: fresh(session, now) };
    }
  }
}

function fresh(given: Partial<Conversation>, createdAt: Date): Row {
  return CONVERSATIONS.row({ ...given, id: newId(), threadForeignId: newId(), createdAt });
}

export function readLoaded(facts: readonly WantedFact[], { now, refs, created, events, held }: Loaded): LoadedFacts {
  const earlier = new Map<number, EarlierEvent>(
    events.map(({ place, hash, answer, status }) => [place, { hash, answer, isUnresolved: status === 'unresolved' }]),
  );
  return {
    now: new Date(now),
    created,
    facts: facts.map((_, place) => ({ conversationId: refs[place], earlier: earlier.get(place) })),
    situations: new Map(held.map(toSituation).map((situation) => [situation.conversation.id, situation])),
  };
}

function toSituation({ conversation, running, last, offers }: Loaded['held'][number]): Situation {
  return {
    conversation: CONVERSATIONS.readJson(conversation),
    running: running ? HANDOVERS.readJson(running) : undefined,
    last: last ? HANDOVERS.readJson(last) : undefined,
    ...(offers && { offers: offers.map(toOffer) }),
  };
}

function toOffer({ answered, ...row }: Row): Offer {
  return { entry: withContent(MESSAGES.readJson(row)), isAnswered: answered === true };
}
