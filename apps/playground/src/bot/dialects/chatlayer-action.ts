import { type Clock, type JsonObject, newId } from '#kernel';
import type { Mode } from '../chat.types.js';
import type { AgentMessage, HandoverStatus } from '../connector-event.js';
import { wordsOf } from './chatlayer-bubbles.js';

/** A conversation action: one a call. */
export interface Action {
  /** One bubble each. */
  readonly sendMessages?: readonly JsonObject[];
  readonly pauseBot?: boolean;
}

/** An event of the generic platform, less its envelope. */
export type Received = Pick<AgentMessage, 'type' | 'data'> | Pick<HandoverStatus, 'type' | 'data'>;

/** `texts.failed` of the demo tenant: only by these words the bot knows that no agent comes. */
export const FAILED = 'Sorry, we could not reach a colleague.';
/** `texts.agentJoined`: by these words the bot knows of an agent who has said nothing yet. */
export const JOINED = 'A colleague is here for you now.';

/**
 * What an action means to a chat: the first bubble is an agent's arrival, and an agent who resumes the bot has left.
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
