import { routeMessage, routeReply, type ConversationState, type MessageRoute } from '../../conversation.js';
import { TenantIncomplete } from '#tenant-config';
import { CustomerSpeaksInEngage, LeftBehindInEngage } from '../../handover.errors.js';
import { inReplies } from '../../long-reply.js';
import type { Utterance } from '../../message.js';
import type { Draft } from '../../machine/draft.js';
import type { MessagePayload } from '../../machine/engage-items.js';
import type { BotSideMessageFact } from '../../machine/fact.js';
import { chosenOfAgents } from './choices.js';
import { identify } from '../start/identifying.js';
import { restartSilence } from '../timers.js';

export interface TakenMessage {
  readonly state: ConversationState;
  /** `agent`: the bot must stay silent. */
  readonly route: 'bot' | 'agent';
}

const FORWARDING = { send: 'sent', keep: 'unsent', mute: 'muted' } as const;

/**
 * Takes a message of the bot side: into the lane to Engage, or only into the journal. An empty message is left out.
 *
 * @throws CustomerSpeaksInEngage, LeftBehindInEngage, TenantIncomplete
 */
export function takeBotSideMessage(draft: Draft, fact: BotSideMessageFact): TakenMessage {
  identify(draft, fact.userId);
  const { route, towardsEngage } = routeOf(draft, fact);
  const isSent = towardsEngage === 'send';
  const { missingToSend } = draft.settings;
  if (isSent && missingToSend.length > 0) throw new TenantIncomplete(missingToSend);
  const message = isSent && fact.author === 'user' ? { ...fact, ...chosenOfAgents(draft, fact) } : fact;
  if (says(message)) pass(draft, message, FORWARDING[towardsEngage]);
  if (fact.author === 'user' && route === 'agent') restartSilence(draft);
  return { state: draft.conversation.state, route };
}

/** @throws CustomerSpeaksInEngage, LeftBehindInEngage */
function routeOf({ conversation, settings }: Draft, fact: BotSideMessageFact): MessageRoute {
  const { nativeChannel, engageThreadId, state } = conversation;
  if (!nativeChannel) return routeMessage(state, fact, settings.forwardOnlyHandover);
  if (fact.author === 'user') throw new CustomerSpeaksInEngage();
  if (engageThreadId === undefined) throw new LeftBehindInEngage();
  return routeReply(state, fact);
}

function pass(draft: Draft, message: BotSideMessageFact, forwarding: 'sent' | 'unsent' | 'muted'): void {
  const { author, messageId, sentAt } = message;
  const isSent = forwarding === 'sent';
  const whole = utteranceOf(message);
  const parts = isSent && draft.conversation.nativeChannel ? inReplies(whole) : [whole];
  for (const part of parts) {
    const entry = draft.write({ ...part, author, forwarding, sentAt, ...(part === parts[0] && { messageId }) });
    if (isSent) draft.sendEntry(entry, optionsOf(draft, message));
  }
}

/** If only handovers are forwarded, messages of a handover that ends before it reaches Engage wait for the next one. */
function optionsOf({ handover, settings }: Draft, message: BotSideMessageFact): Omit<MessagePayload, 'messageId'> {
  const { contextData = {} } = message;
  return {
    ...(settings.forwardOnlyHandover && handover && { handoverId: handover.id }),
    ...(Object.keys(contextData).length > 0 && { contextData }),
  };
}

function says({ text, attachments, content }: Utterance): boolean {
  return text.trim() !== '' || attachments.length > 0 || content !== undefined;
}

function utteranceOf({ text, attachments, content, reply }: Utterance): Utterance {
  return { text, attachments, ...(content && { content }), ...(reply && { reply }) };
}
