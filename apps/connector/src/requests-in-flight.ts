import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '#kernel';
import { sendProblem } from '#web';

class Stopping extends AppError {
  readonly code = 'service.stopping';
  readonly kind = 'unavailable';
  constructor() {
    super('This process is shutting down. Retry the call: another process answers.', { retryAfterMs: 1_000 });
  }
}

/** The requests that have not been answered yet. */
export class RequestsInFlight {
  private readonly replies = new Set<FastifyReply>();
  private leaving = false;

  /** To be created before the application listens. */
  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRequest', (_request, reply, done) => {
      this.replies.add(reply);
      if (this.leaving) reply.header('connection', 'close');
      reply.raw.once('close', () => this.replies.delete(reply));
      done();
    });
  }

  /**
   * From now on each answer is the last one on its connection. A server that closes ends idle connections only once, at
   * the beginning: those with a call in flight would stay open afterwards, and the stop would wait for them.
   */
  leave(): void {
    this.leaving = true;
    for (const reply of this.replies) if (!reply.raw.headersSent) reply.header('connection', 'close');
  }

  /** Answers all of them with 503. Later results of their work are dropped. */
  refuse(): void {
    for (const reply of this.replies) if (!reply.sent) sendProblem(new Stopping(), reply.request, reply);
  }
}
