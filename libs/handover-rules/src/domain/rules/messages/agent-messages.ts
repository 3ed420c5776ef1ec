import { cleanText } from '#kernel';
import type { Draft } from '../../machine/draft.js';
import type { AgentMessageFact } from '../../machine/fact.js';
import { agentSpeaks } from '../joining.js';

/**
 * Puts an agent's message into the lane to the bot, in any state of the conversation: a goodbye often arrives after the
 * close. While the customer waits, it also shows that an agent has joined.
 */
export function takeAgentMessage(draft: Draft, fact: AgentMessageFact): void {
  const { text, attachments, content, foreignId, contentId, senderName, createdAt } = fact;
  const entry = draft.write({
    author: 'agent',
    text,
    attachments,
    foreignId,
    forwarding: 'sent',
    sentAt: createdAt,
    ...(contentId !== undefined && { engageContentId: contentId }),
    ...(content && { content }),
    ...(senderName !== null && { authorName: senderName }),
  });
  const { running } = draft.situation;
  if (running) agentSpeaks(draft, running, { agentName: senderName });
  draft.tellBot({
    type: 'agent.message',
    ...(running && { handoverId: running.id }),
    data: {
      messageId: foreignId,
      text: cleanText(text),
      attachments: [...fact.attachmentsForBot],
      ...(content && { content }),
      agentName: senderName,
      sentAt: entry.sentAt.toISOString(),
    },
  });
}
