import { cleanText } from '#kernel';
import type { JournalEntry } from '../../journal-entry.js';
import type { EngageEvent } from '../../engage-fact.js';
import type { Handover } from '../../handover.js';
import type { ChosenReply } from '../../message.js';
import type { Draft } from '../../machine/draft.js';
import type { NativeContentFact } from '../../machine/fact.js';
import { chosenOfBot } from './choices.js';
import { interventionOf, isOlderThanClose } from '../engage-events.js';
import { agentSpeaks } from '../joining.js';
import { beginByAgent } from '../start/starting.js';
import { restartSilence } from '../timers.js';

/** How long after the bot got the conversation back an agent's message is still a goodbye, in milliseconds on Engage's clock. */
const GOODBYE_MS = 60_000;

/** A customer's message on a native source: for the bot, unless an agent has the conversation; Engage has it anyway. */
export function takeCustomersContent(draft: Draft, fact: NativeContentFact<'customer-wrote'>): void {
  const { written, sourceId } = fact;
  const isForBot = draft.conversation.state === 'bot';
  const reply = isForBot ? chosenOfBot(draft, written) : undefined;
  const entry = journal(draft, fact, 'user', reply);
  if (!isForBot) return restartSilence(draft);
  draft.tellBot({
    type: 'user.message',
    data: {
      messageId: entry.foreignId,
      text: cleanText(written.text),
      sourceId,
      private: written.private,
      attachments: [],
      hasAttachment: written.hasAttachment,
      ...(reply && { payload: reply.payload }),
      sentAt: entry.sentAt.toISOString(),
    },
  });
}

/**
 * An agent's message on a native source reaches the customer through Engage. It makes the agent join the running handover, or
 * pauses a bot that did not request one, from the time at which Engage issued the event.
 */
export function takeAgentsContent(draft: Draft, fact: NativeContentFact<'agent-wrote'>): void {
  const { event } = fact;
  journal(draft, fact, 'agent');
  const { running } = draft.situation;
  if (running) return agentSpeaks(draft, running, interventionOf(event));
  if (!isGoodbye(draft, event)) {
    beginByAgent(draft, event, 'An agent answered');
    if (draft.handover) agentSpeaks(draft, draft.handover, interventionOf(event));
  }
}

/** Written before the bot got the conversation back, or soon after: Engage issues the event only once the reply was sent. */
function isGoodbye({ situation, conversation }: Draft, event: EngageEvent): boolean {
  if (isOlderThanClose(event, conversation.engageClosedAt)) return true;
  const { last } = situation;
  if (last && isReturning(last)) return true;
  const over = latest(last?.returnedAt, conversation.engageClosedAt);
  if (over === undefined) return false;
  return event.issuedAt === undefined || event.issuedAt.getTime() <= over.getTime() + GOODBYE_MS;
}

/** We ended it, and Engage does not know yet. */
function isReturning({ step, endCause, returnedAt }: Handover): boolean {
  return step !== 'accepted' && endCause !== 'agent' && returnedAt === undefined;
}

function latest(...moments: readonly (Date | undefined)[]): Date | undefined {
  const known = moments.flatMap((moment) => moment?.getTime() ?? []);
  return known.length > 0 ? new Date(Math.max(...known)) : undefined;
}

function journal(
  draft: Draft,
  { written, event }: Pick<NativeContentFact<'agent-wrote'>, 'written' | 'event'>,
  author: 'user' | 'agent',
  reply?: ChosenReply,
): JournalEntry {
  return draft.write({
    author,
    text: written.text,
    attachments: [],
    engageContentId: written.id,
    forwarding: 'sent',
    sentAt: event.issuedAt,
    ...(reply && { reply }),
  });
}
