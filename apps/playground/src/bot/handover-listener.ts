import { type Clock, type JsonValue, newId } from '#kernel';
import { readRichContent } from '#rich-content';
import { NOBODY_THERE, WAITING_ENDED, WELCOME_BACK } from './answers.js';
import { Chat } from './chat.js';
import type { Chats } from './chats.js';
import type { AgentMessage, ConnectorEvent, HandoverStatus, UserMessage } from './connector-event.js';
import { type ErrandRunner, reply } from './errand-runner.js';

/**
 * Handles the connector's events about a chat. Repeated events change nothing; late ones never restore an older state.
 */
export class HandoverListener {
  constructor(
    private readonly chats: Chats,
    private readonly errands: ErrandRunner,
    private readonly clock: Clock,
    /** Whether a customer can stop waiting. */
    private readonly canCancel: boolean,
  ) {}

  /** Resolves once the event is stored. @returns false for an unknown chat */
  async hear(event: ConnectorEvent): Promise<boolean> {
    const chat = await this.chatOf(event);
    if (!chat) return false;
    if (!chat.isNews(event.id)) return true;
    const isNewest = chat.advances(event.conversationId, event.sequence);
    if (event.type === 'agent.message') show(chat, event);
    else if (event.type === 'user.message') this.answer(chat, event.data);
    else if (isNewest && event.type === 'handover.status') this.follow(chat, event.data);
    else if (isNewest && event.type === 'agent.typing') chat.become({ ...chat.status, agentTyping: event.data.typing });
    await this.chats.save(chat);
    this.errands.run(chat);
    return true;
  }

  /** A customer on a channel that Engage serves gets a chat with the first message. */
  private async chatOf(event: ConnectorEvent): Promise<Chat | undefined> {
    const known = this.chats.find(event.sessionId);
    if (known || event.type !== 'user.message') return known;
    const chat = Chat.open(event.sessionId, event.userId, true);
    await this.chats.add(chat);
    return chat;
  }

  /** The bot does not answer a customer who waits for an agent or talks to one. */
  private answer(
    chat: Chat,
    { messageId: id, text = '', payload, attachments = [], sentAt }: UserMessage['data'],
  ): void {
    if (chat.entry(id)) return;
    const words = { text, attachments, ...(typeof payload === 'string' && { payload }) };
    chat.add({ id, author: 'user', ...words, sentAt, delivery: 'stored' });
    if (chat.status.mode === 'bot') this.errands.answer(chat, words);
  }

  private follow(chat: Chat, data: HandoverStatus['data']): void {
    const { status, event, position, estimatedWaitTime } = data;
    const before = chat.status;
    if (isWaiting(data)) {
      if (before.mode === 'bot') this.note(chat, 'Looking for a colleague who can help you.');
      chat.offer(this.canCancel ? [{ title: 'Cancel' }] : []);
      chat.become({ mode: 'queue', position, estimatedWait: estimatedWaitTime });
    } else if (status === 'active' || status === 'queue') {
      if (before.mode !== 'agent') this.note(chat, 'An agent joined the chat.');
      if (before.mode !== 'agent') chat.offer([]);
      chat.become({ mode: 'agent', agentName: event === 'agentTransferred' ? undefined : before.agentName });
    } else if (before.mode !== 'bot') {
      this.note(chat, ENDINGS[status](before.agentName));
      chat.become({ mode: 'bot' });
      reply(chat, NEXT_WORDS[status]);
    }
  }

  private note(chat: Chat, text: string): void {
    chat.add({ id: newId(), author: 'note', text, sentAt: this.clock.now().toISOString() });
  }
}

const ENDINGS = {
  completed: (agentName = 'The agent') => `${agentName} left the chat.`,
  cancelled: () => 'You are no longer waiting.',
  error: () => 'No agent could be reached.',
} as const;

const NEXT_WORDS = { completed: WELCOME_BACK, cancelled: WAITING_ENDED, error: NOBODY_THERE } as const;

/** If `active` comes with the agent's first message, the status after an agent has joined is still `queue`. */
function isWaiting({ status, event }: HandoverStatus['data']): boolean {
  return status === 'queue' && event !== 'agentJoined';
}

function show(chat: Chat, { data, sequence }: AgentMessage): void {
  if (chat.entry(data.messageId)) return;
  const name = data.agentName ?? undefined;
  const content = readRichContent(data.content as JsonValue | undefined);
  const { messageId: id, text = '', attachments, sentAt } = data;
  const line = { id, author: 'agent', name, text, attachments, ...(content && { content }), sentAt, sequence } as const;
  if (chat.status.mode === 'bot') chat.add(line);
  else chat.say(line);
  if (chat.status.mode === 'agent') chat.become({ mode: 'agent', agentName: name ?? chat.status.agentName });
}
