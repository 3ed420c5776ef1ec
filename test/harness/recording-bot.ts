import { Webhook } from 'standardwebhooks';
import { type StubReply, type StubRequest, StubServer } from '#testing';

/** An event that the connector sends to a generic bot. */
export interface BotEvent {
  readonly id: string;
  readonly type: string;
  readonly tenant: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly conversationId: string;
  readonly occurredAt: string;
  readonly sequence: number;
  readonly data: Record<string, unknown>;
}

/** A generic bot that refuses unsigned calls and records accepted ones, with repeats. */
export class RecordingBot {
  /** Events accepted with 2xx, in the order of arrival. */
  readonly events: BotEvent[] = [];
  private readonly replies: StubReply[] = [];

  private constructor(
    private readonly server: StubServer,
    private webhook: Webhook,
  ) {}

  static async start(callbackSecret: string): Promise<RecordingBot> {
    const bot = new RecordingBot(await StubServer.start(), new Webhook(callbackSecret));
    bot.server.reply((request) => bot.take(request));
    return bot;
  }

  get callbackUrl(): string {
    return `${this.server.url}/events`;
  }

  /** All requests, also refused and failed ones. */
  get requests(): readonly StubRequest[] {
    return this.server.requests;
  }

  /** From now on the bot accepts only calls that are signed with this secret. */
  useSecret(callbackSecret: string): void {
    this.webhook = new Webhook(callbackSecret);
  }

  /** The next calls get these answers instead of being accepted. */
  failNext(...replies: StubReply[]): void {
    this.replies.push(...replies);
  }

  /** Events of a session, oldest first, e.g. `bot.of('s-1', 'agent.message')`. */
  of(sessionId: string, type?: string): BotEvent[] {
    return this.events.filter((event) => event.sessionId === sessionId && (type === undefined || event.type === type));
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private take(request: StubRequest): StubReply {
    const reply = this.replies.shift();
    if (reply) return reply;
    const event = this.verified(request);
    if (!event) return { status: 401 };
    this.events.push(event);
    return { status: 204, body: '' };
  }

  private verified({ text, headers }: StubRequest): BotEvent | undefined {
    try {
      return this.webhook.verify(text, headers as Record<string, string>) as BotEvent;
    } catch {
      return undefined; // not signed by the connector
    }
  }
}
