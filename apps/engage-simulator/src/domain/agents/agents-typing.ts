import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../domain-events.js';
import { SimClock } from '../sim-clock.js';

/** How long a typing signal is valid; continued typing sends another one. */
const HOLDS_MS = 6000;

/** The threads in which an agent is typing now. Short-lived, so not part of snapshots. */
@Injectable()
export class AgentsTyping {
  private readonly until = new Map<string, number>();

  constructor(
    private readonly clock: SimClock,
    private readonly events: DomainEvents,
  ) {}

  start(threadId: string): void {
    this.until.set(threadId, this.clock.millis() + HOLDS_MS);
    this.clock.after(HOLDS_MS, () => this.events.changed());
    this.events.changed();
  }

  stop(threadId: string): void {
    if (this.until.delete(threadId)) this.events.changed();
  }

  isTyping(threadId: string): boolean {
    return (this.until.get(threadId) ?? 0) > this.clock.millis();
  }
}
