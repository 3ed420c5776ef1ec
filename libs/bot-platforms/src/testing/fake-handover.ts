import type { Provider } from '@nestjs/common';
import {
  AcceptBotSideMessage,
  type AcceptedMessage,
  AcceptPresence,
  AcceptReadReceipt,
  AcceptTyping,
  type BotSideMessage,
  CheckAvailability,
  ConversationStatus,
  type ConversationView,
  type Conversation as SessionView,
  type CustomerTyping,
  EndHandover,
  type EndHandoverCommand,
  FindSession,
  IdempotencyKeyReused,
  type IdempotentRequest,
  type InactivityCommand,
  NoRunningHandover,
  type Presence,
  type ReadReceipt,
  type SessionAddress,
  SetInactivity,
  StartHandover,
  type StartedHandover,
  type StartHandoverCommand,
  UnknownConversation,
} from '#handover';
import {
  type ConversationId,
  type ForeignId,
  type HandoverId,
  type JsonObject,
  newId,
  type SessionId,
  type UserId,
} from '#kernel';
import type { Tenant } from '#tenant-config';

interface Conversation {
  readonly conversationId: ConversationId;
  userId: UserId;
  address: JsonObject;
  handoverId?: HandoverId;
}

const AT = new Date('2026-03-02T09:00:00.000Z');

/** The use cases that bot platforms call, in memory: sessions, one running handover each, repeats recognised. */
export class FakeHandover {
  /** What took effect, in order, each with the slug of its tenant. */
  readonly effects: { readonly tenant: string; readonly name: string; readonly input: unknown }[] = [];
  /** Thrown by the next start. */
  startFailure: Error | undefined;
  /** Thrown by every call while set. */
  outage: Error | undefined;
  /** What the next starts wait for. */
  hold: Promise<unknown> | undefined;
  private readonly conversations = new Map<string, Conversation>();
  private readonly answers = new Map<string, { readonly body: string; readonly answer: unknown }>();

  /** Names of the effects of a tenant. */
  of(tenant: string): string[] {
    return this.effects.filter((effect) => effect.tenant === tenant).map(({ name }) => name);
  }

  /** Ends all running handovers, as agents do. */
  endAll(): void {
    for (const conversation of this.conversations.values()) delete conversation.handoverId;
  }

  reset(): void {
    this.effects.length = 0;
    this.conversations.clear();
    this.answers.clear();
    this.startFailure = this.outage = this.hold = undefined;
  }

  providers(): Provider[] {
    return [
      { provide: AcceptBotSideMessage, useValue: { run: this.accept.bind(this) } },
      { provide: StartHandover, useValue: { run: this.start.bind(this) } },
      { provide: SetInactivity, useValue: { run: this.silence.bind(this) } },
      { provide: EndHandover, useValue: { run: this.end.bind(this) } },
      { provide: AcceptPresence, useValue: { run: this.signal.bind(this) } },
      { provide: AcceptTyping, useValue: { run: this.signal.bind(this) } },
      {
        provide: AcceptReadReceipt,
        useValue: {
          run: (tenant: Tenant, receipt: ReadReceipt) => this.signal(tenant, { ...receipt, type: 'message_read' }),
        },
      },
      { provide: FindSession, useValue: { run: this.session.bind(this) } },
      { provide: ConversationStatus, useValue: { run: this.status.bind(this) } },
      {
        provide: CheckAvailability,
        useValue: {
          run: async (tenant: Tenant) => ({
            available: tenant.handover.enabled,
            reason: 'always',
            agents: { connected: 2, available: 1 },
            checkedAt: AT,
          }),
        },
      },
    ];
  }

  private async accept(tenant: Tenant, message: BotSideMessage): Promise<AcceptedMessage> {
    return this.once(tenant, message.sessionId, message.request, () => {
      const { conversationId, handoverId } = this.conversation(tenant, message);
      this.note(tenant, `message ${message.author}: ${message.text}`, message);
      return { conversationId, state: handoverId ? 'queue' : 'bot', route: handoverId ? 'agent' : 'bot' };
    });
  }

  private async start(tenant: Tenant, command: StartHandoverCommand): Promise<StartedHandover> {
    await this.hold;
    return this.once(tenant, command.sessionId, command.request, () => {
      if (this.startFailure) throw this.startFailure;
      const conversation = this.conversation(tenant, command);
      const created = conversation.handoverId === undefined;
      const handoverId = (conversation.handoverId ??= newId<HandoverId>());
      if (created) this.note(tenant, 'start', command);
      return { handoverId, conversationId: conversation.conversationId, status: 'queue', created };
    });
  }

  private async end(tenant: Tenant, command: EndHandoverCommand): Promise<void> {
    return this.once(tenant, command.sessionId, command.request, () => {
      const conversation = this.conversations.get(keyOf(tenant, command.sessionId));
      if (!conversation?.handoverId) throw new NoRunningHandover();
      delete conversation.handoverId;
      this.note(tenant, command.how, command);
    });
  }

  private async silence(tenant: Tenant, command: InactivityCommand): Promise<void> {
    return this.once(tenant, command.sessionId, command.request, () => {
      if (!this.conversations.get(keyOf(tenant, command.sessionId))?.handoverId) throw new NoRunningHandover();
      this.note(tenant, 'inactivity', command);
    });
  }

  private async signal(
    tenant: Tenant,
    signal: Presence | CustomerTyping | (ReadReceipt & { type: 'message_read' }),
  ): Promise<void> {
    return this.once(tenant, signal.sessionId, signal.request, () => {
      if (!this.conversations.has(keyOf(tenant, signal.sessionId))) throw new UnknownConversation();
      this.note(tenant, signal.type, signal);
    });
  }

  private async status(tenant: Tenant, sessionId: SessionId): Promise<ConversationView> {
    const conversation = this.conversations.get(keyOf(tenant, sessionId));
    if (!conversation) throw new UnknownConversation();
    const { conversationId, userId, handoverId } = conversation;
    return {
      conversationId,
      sessionId,
      userId,
      state: handoverId ? 'queue' : 'bot',
      createdAt: AT,
      updatedAt: AT,
      handover: null,
    };
  }

  private async session(tenant: Tenant, sessionId: SessionId): Promise<SessionView | undefined> {
    if (this.outage) throw this.outage;
    const conversation = this.conversations.get(keyOf(tenant, sessionId));
    return (
      conversation && {
        tenantId: tenant.id,
        id: conversation.conversationId,
        sessionId,
        userId: conversation.userId,
        address: conversation.address,
        state: conversation.handoverId ? 'queue' : 'bot',
        threadForeignId: conversation.conversationId as string as ForeignId,
        engageThreadId: undefined,
        engageClosedAt: undefined,
        typingSentAt: undefined,
        nativeChannel: undefined,
        createdAt: AT,
        updatedAt: AT,
      }
    );
  }

  private conversation(tenant: Tenant, { sessionId, userId, address }: SessionAddress): Conversation {
    const key = keyOf(tenant, sessionId);
    const conversation = this.conversations.get(key) ?? { conversationId: newId<ConversationId>(), userId, address };
    conversation.userId = userId;
    conversation.address = { ...conversation.address, ...address };
    this.conversations.set(key, conversation);
    return conversation;
  }

  private once<Answer>(
    tenant: Tenant,
    sessionId: SessionId,
    { key, body }: IdempotentRequest,
    work: () => Answer,
  ): Answer {
    if (this.outage) throw this.outage;
    if (key === undefined) return work();
    const id = `${keyOf(tenant, sessionId)} ${key}`;
    const earlier = this.answers.get(id);
    if (earlier && earlier.body !== body.toString('hex')) throw new IdempotencyKeyReused();
    if (earlier) return earlier.answer as Answer;
    const answer = work();
    this.answers.set(id, { body: body.toString('hex'), answer });
    return answer;
  }

  private note(tenant: Tenant, name: string, input: unknown): void {
    this.effects.push({ tenant: tenant.slug, name, input });
  }
}

function keyOf(tenant: Tenant, sessionId: SessionId): string {
  return JSON.stringify([tenant.id, sessionId]);
}
