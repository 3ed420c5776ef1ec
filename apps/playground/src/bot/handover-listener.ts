import { type Clock, newId } from '#kernel';
import { type Answer, NOBODY_THERE, WELCOME_BACK } from './answers.js';
import type { Chat } from './chat.js';
import type { Chats } from './chats.js';
import type { AgentMessage, ConnectorEvent, HandoverStatus } from './connector-event.js';
import { type ErrandRunner, reply } from './errand-runner.js';

/** Follows what the connector tells about a chat. Repeated events change nothing; late ones never turn the state back. */
export class HandoverListener {
  constructor(
    private readonly chats: Chats,
    private readonly errands: ErrandRunner,
    private readonly clock: Clock,
    /** Whether a customer can give up waiting. */
    private readonly canCancel: boolean,
  ) {}

  /** Answers once the event is stored. @returns false for a chat that we do not know */
  async hear(event: ConnectorEvent): Promise<boolean> {
    const chat = this.chats.find(event.sessionId);
    if (!chat) return false;
    if (!chat.isNews(event.id)) return true;
    const isNewest = chat.advances(event.conversationId, event.sequence);
    if (event.type === 'agent.message') show(chat, event);
    else if (isNewest && event.type === 'handover.status') this.follow(chat, event.data);
    else if (isNewest && event.type === 'agent.typing') chat.become({ ...chat.status, agentTyping: event.data.typing });
    await this.chats.save(chat);
    this.errands.run(chat);
    return true;
  }

  private follow(chat: Chat, { status, position, estimatedWaitTime }: HandoverStatus['data']): void {
    const before = chat.status;
    if (status === 'queue') {
      if (before.mode === 'bot') this.note(chat, 'Looking for a colleague who can help you.');
      chat.suggest(this.canCancel ? ['Cancel'] : []);
      chat.become({ mode: 'queue', position, estimatedWait: estimatedWaitTime });
    } else if (status === 'active') {
      if (before.mode !== 'agent') this.note(chat, 'A colleague joined the chat.');
      chat.become({ mode: 'agent', agentName: before.agentName });
    } else if (before.mode !== 'bot') {
      this.note(chat, ENDINGS[status]);
      chat.become({ mode: 'bot' });
      reply(chat, status === 'error' ? NOBODY_THERE : WELCOME_BACK_BY_STATUS[status]);
    }
  }

  private note(chat: Chat, text: string): void {
    chat.add({ id: newId(), author: 'note', text, sentAt: this.clock.now().toISOString() });
  }
}

const ENDINGS = {
  completed: 'Your colleague left the chat.',
  cancelled: 'You are no longer waiting.',
  error: 'No colleague could be reached.',
} as const;

const WELCOME_BACK_BY_STATUS: Record<'completed' | 'cancelled', Answer> = {
  completed: WELCOME_BACK,
  cancelled: { ...WELCOME_BACK, texts: ["All right, I'm back. What else can I do for you?"] },
};

function show(chat: Chat, { data, sequence }: AgentMessage): void {
  if (chat.entry(data.messageId)) return;
  const name = data.agentName ?? undefined;
  chat.add({
    id: data.messageId,
    author: 'agent',
    name,
    text: data.text ?? '',
    attachments: data.attachments,
    sentAt: data.sentAt,
    sequence,
  });
  if (chat.status.mode === 'agent') chat.become({ mode: 'agent', agentName: name ?? chat.status.agentName });
}
