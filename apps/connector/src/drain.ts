import type { FastifyInstance } from 'fastify';

/**
 * Keeps the listener open for a while after the stop has begun. Closing it resets connections that are not accepted
 * yet, and those on which a call is just arriving; load balancers need a moment to see that this process is not ready.
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

  /** Starts the time; other parts may stop during it. */
  begin(): void {
    if (!this.fastify.server.listening || this.durationMs === 0) return;
    this.over = new Promise((resolve) => setTimeout(resolve, this.durationMs));
  }
}
