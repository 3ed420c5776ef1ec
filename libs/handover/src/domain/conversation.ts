import type { ConversationId, EngageThreadId, ForeignId, JsonObject, SessionId, TenantId, UserId } from '#kernel';

/** Who the customer's words go to: the bot, the queue of Engage, or an agent. */
export type ConversationState = 'bot' | 'queue' | 'active';

export interface Conversation {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
  readonly sessionId: SessionId;
  readonly userId: UserId;
  /** What the bot platform needs besides the session id. */
  readonly address: JsonObject;
  readonly state: ConversationState;
  /** Our id of the Engage thread. */
  readonly threadForeignId: ForeignId;
  /** Engage's id of it, once known. */
  readonly engageThreadId: EngageThreadId | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface MessageRoute {
  /** Who must answer; `agent` tells the bot to stay silent. */
  readonly route: 'bot' | 'agent';
  readonly towardsEngage: 'send' | 'keep' | 'mute';
}

/**
 * Where a message of the bot side goes. While the bot is heard everything is mirrored to Engage, or kept for a handover
 * if only handovers are forwarded; in a handover the customer is heard by Engage and the bot is muted, but for what it tells the agent alone.
 */
export function routeMessage(
  state: ConversationState,
  { author, forAgent = false }: { author: 'user' | 'bot'; forAgent?: boolean },
  forwardOnlyHandover: boolean,
): MessageRoute {
  if (state === 'bot') return { route: 'bot', towardsEngage: forwardOnlyHandover ? 'keep' : 'send' };
  return { route: 'agent', towardsEngage: author === 'user' || forAgent ? 'send' : 'mute' };
}
