import type { Logger } from 'pino';
import type { Chat } from './chat.js';
import type { Dialect } from './dialects/dialect.js';

interface Visitor {
  pages: number;
  /** What the connector believes. */
  told: 'here' | 'gone';
  leaving?: NodeJS.Timeout;
}

/** Tells the connector when a customer leaves the page and when she comes back. */
export class Presence {
  private readonly visitors = new Map<string, Visitor>();

  constructor(
    private readonly connector: Dialect,
    private readonly log: Logger,
    /** A page that comes back within this time was never away: a reload, a short loss of the network. */
    private readonly graceMs: number,
  ) {}

  /** A page with this chat was opened. @returns what to call when it is closed */
  arrive(chat: Chat): () => void {
    const visitor = this.visitors.get(chat.id) ?? { pages: 0, told: 'here' };
    this.visitors.set(chat.id, visitor);
    visitor.pages++;
    clearTimeout(visitor.leaving);
    if (visitor.told === 'gone') this.tell(chat, visitor, 'here');
    return () => {
      visitor.pages--;
      if (visitor.pages === 0) visitor.leaving = setTimeout(() => this.tell(chat, visitor, 'gone'), this.graceMs);
    };
  }

  stop(): void {
    for (const { leaving } of this.visitors.values()) clearTimeout(leaving);
    this.visitors.clear();
  }

  /** Presence is of the moment: it is not repeated when the connector is away. */
  private tell(chat: Chat, visitor: Visitor, now: Visitor['told']): void {
    if (!chat.isKnown) return;
    visitor.told = now;
    this.connector
      .postPresence(chat.id, now === 'here' ? 'user_connected' : 'user_disconnected')
      .catch((error: unknown) => this.log.debug({ chat: chat.id, err: error }, 'Presence was not told'));
  }
}
