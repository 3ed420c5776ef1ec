import type { ConversationId, EngageThreadId, ForeignId, JsonObject, SessionId, TenantId, UserId } from '#kernel';

/** Who receives the customer's messages: the bot, the queue of Engage, or an agent. */
export type ConversationState = 'bot' | 'queue' | 'active';

/** The data of a conversation on a source that Engage serves itself (WhatsApp, Apple Messages for Business, …). */
export interface NativeChannel {
  readonly sourceId: string;
  /** The customer's latest content: the bot's replies answer it, as privately as it was written. */
  readonly replyTo: {
    readonly contentId: string;
    readonly private: boolean;
    readonly capabilities?: readonly string[];
  };
  /** The intervention that we opened for the bot's replies, until an agent takes it over. */
  readonly ownInterventionId?: string | undefined;
  /** The user that we act as in Engage, known after our first action. */
  readonly ownUserId?: string;
  /** We are opening an intervention and have no answer yet: Engage's events about it may be caused by us or by an agent. */
  readonly opensIntervention?: boolean;
}

export interface Conversation {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
  readonly sessionId: SessionId;
  readonly userId: UserId;
  /** What the bot platform needs in addition to the session id. */
  readonly address: JsonObject;
  readonly state: ConversationState;
  /** Our id of the Engage thread. */
  readonly threadForeignId: ForeignId;
  /** Engage's id of it, once known. */
  readonly engageThreadId: EngageThreadId | undefined;
  /** Set if Engage owns the channel; then `userId` is Engage's id of the customer's identity. */
  readonly nativeChannel: NativeChannel | undefined;
  /** The latest close of one of its interventions, on Engage's clock: an older event of an agent begins no handover. */
  readonly engageClosedAt: Date | undefined;
  /** When the agents were last shown that the customer types; undefined once the typing has ended. */
  readonly typingSentAt: Date | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface MessageRoute {
  /** Who must answer; `agent`: the bot stays silent. */
  readonly route: 'bot' | 'agent';
  readonly towardsEngage: 'send' | 'keep' | 'mute';
}

/**
 * Where a message of the bot side goes. While the bot answers, everything is sent to Engage, or stored for a handover if only handovers are
 * forwarded. In a handover the customer's messages go to Engage and the bot's are muted, except those that are for the agent only.
 */
export function routeMessage(
  state: ConversationState,
  { author, forAgent = false }: { author: 'user' | 'bot'; forAgent?: boolean },
  forwardOnlyHandover: boolean,
): MessageRoute {
  if (state === 'bot') return { route: 'bot', towardsEngage: forwardOnlyHandover ? 'keep' : 'send' };
  return { route: 'agent', towardsEngage: author === 'user' || forAgent ? 'send' : 'mute' };
}

/**
 * Where a bot's message goes on a source of Engage: to the customer, while the bot answers. A message for the agent only must
 * not get there.
 */
export function routeReply(state: ConversationState, { forAgent = false }: { forAgent?: boolean }): MessageRoute {
  const isHeard = state === 'bot';
  return { route: isHeard ? 'bot' : 'agent', towardsEngage: isHeard && !forAgent ? 'send' : 'mute' };
}
