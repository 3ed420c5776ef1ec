import type { FastifyInstance } from 'fastify';

/**
 * Keeps the listener open for a while after the stop began. A listener that closes resets the connections that no one has
 * accepted yet, and those on which a call is just arriving; load balancers need a moment to see that this process is not ready.
 */
export class Drain {
  private over: Promise<void> = Promise.resolve();

  /** To be created before the application listens. `durationMs`: how long the listener stays open. */
  constructor(
    private readonly fastify: FastifyInstance,
    private readonly durationMs: number,
  ) {
    fastify.addHook('preClose', () => this.over);
  }

  /** Whatever else stops may do so meanwhile. */
  begin(): void {
    if (!this.fastify.server.listening || this.durationMs === 0) return;
    this.over = new Promise((resolve) => setTimeout(resolve, this.durationMs));
  }
}
