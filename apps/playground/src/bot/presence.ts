import type { Logger } from 'pino';
import type { Chat } from './chat.js';
import type { CustomerEvent, Dialect } from './dialects/dialect.js';

interface Visitor {
  pages: number;
  /** What was last reported to the connector. */
  reported: 'here' | 'gone';
  leaving?: NodeJS.Timeout;
}

/** Notifies the connector when a customer leaves the page, comes back, or types. */
export class Presence {
  private readonly visitors = new Map<string, Visitor>();

  constructor(
    private readonly connector: Dialect,
    private readonly log: Logger,
    /** A page that returns within this time counts as never closed: a reload, a short loss of the network. */
    private readonly graceMs: number,
  ) {}

  /** A page with this chat was opened. @returns a function to call when it is closed */
  arrive(chat: Chat): () => void {
    const visitor = this.visitors.get(chat.id) ?? { pages: 0, reported: 'here' };
    this.visitors.set(chat.id, visitor);
    visitor.pages++;
    clearTimeout(visitor.leaving);
    if (visitor.reported === 'gone') this.tell(chat, visitor, 'here');
    return () => {
      visitor.pages--;
      if (visitor.pages === 0) visitor.leaving = setTimeout(() => this.tell(chat, visitor, 'gone'), this.graceMs);
    };
  }

  stop(): void {
    for (const { leaving } of this.visitors.values()) clearTimeout(leaving);
    this.visitors.clear();
  }

  /** Sent only while an agent answers or is awaited: the bot does not need it. */
  type(chat: Chat, event: CustomerEvent): void {
    if (chat.status.mode !== 'bot') this.post(chat, event);
  }

  private tell(chat: Chat, visitor: Visitor, now: Visitor['reported']): void {
    if (!chat.isKnown) return;
    visitor.reported = now;
    this.post(chat, { type: now === 'here' ? 'user_connected' : 'user_disconnected' });
  }

  /** These events matter only now: they are not repeated if the connector cannot be reached. */
  private post(chat: Chat, event: CustomerEvent): void {
    this.connector
      .postEvent(chat.id, event)
      .catch((error: unknown) => this.log.debug({ chat: chat.id, err: error }, `${event.type} was not sent`));
  }
}
