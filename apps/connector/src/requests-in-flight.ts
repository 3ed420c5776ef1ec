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

interface InFlight {
  /** Undefined once it was sent. */
  reply: FastifyReply | undefined;
}

/**
 * The requests that have not been answered yet. A set that changes all the time leaves tables behind that it has outgrown, and
 * they keep what was in them until the next full garbage collection: entries without their reply, not whole requests.
 */
export class RequestsInFlight {
  private readonly inFlight = new Set<InFlight>();
  private leaving = false;

  /** To be created before the application listens. */
  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRequest', (_request, reply, done) => {
      const one: InFlight = { reply };
      this.inFlight.add(one);
      if (this.leaving) reply.header('connection', 'close');
      reply.raw.once('close', () => {
        one.reply = undefined;
        this.inFlight.delete(one);
      });
      done();
    });
  }

  /**
   * From now on each answer is the last one on its connection. A server that closes ends idle connections only once, at
   * the beginning: those with a call in flight would stay open afterwards, and the stop would wait for them.
   */
  leave(): void {
    this.leaving = true;
    for (const { reply } of this.inFlight) if (reply?.raw.headersSent === false) reply.header('connection', 'close');
  }

  /** Answers all of them with 503. Later results of their work are dropped. */
  refuse(): void {
    for (const { reply } of this.inFlight) if (reply?.sent === false) sendProblem(new Stopping(), reply.request, reply);
  }
}
