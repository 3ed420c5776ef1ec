import { type Clock, type JsonObject, newId } from '#kernel';
import type { Mode } from '../chat.types.js';
import type { AgentMessage, HandoverStatus } from '../connector-event.js';
import { wordsOf } from './chatlayer-bubbles.js';

/** A conversation action: one per call. */
export interface Action {
  /** Each is one bubble. */
  readonly sendMessages?: readonly JsonObject[];
  readonly pauseBot?: boolean;
}

/** An event of the generic platform, without its envelope. */
export type Received = Pick<AgentMessage, 'type' | 'data'> | Pick<HandoverStatus, 'type' | 'data'>;

/** `texts.failed` of the demo tenant: only this text shows the bot that no agent comes. */
export const FAILED = 'Sorry, we could not reach a colleague.';
/** `texts.agentJoined`: this text shows the bot that an agent has joined who has not written yet. */
export const JOINED = 'A colleague is here for you now.';

/**
 * The meaning of an action for a chat: with the first bubble an agent joins, and when the bot is resumed the agent has
 * left.
 *
 * @returns undefined for an action that Chatlayer does not know
 */
export function receivedBy({ sendMessages, pauseBot }: Action, mode: Mode, clock: Clock): Received[] | undefined {
  if (sendMessages) {
    const said = sendMessages.map((bubble) => wordsOf(bubble));
    if (said.some(({ text }) => text === FAILED)) return [status('error')];
    if (said.some(({ text }) => text === JOINED)) return [status('active')];
    const sentAt = clock.now().toISOString();
    const messages = said.map((words) => ({
      type: 'agent.message' as const,
      data: { messageId: newId(), ...words, sentAt },
    }));
    return mode === 'queue' ? [status('active'), ...messages] : messages;
  }
  if (pauseBot === undefined) return undefined;
  if (pauseBot) return [status('active')];
  return [status(mode === 'queue' ? 'cancelled' : 'completed')];
}

function status(name: HandoverStatus['data']['status']): Received {
  return { type: 'handover.status', data: { status: name, event: name } };
}
