import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { failureOf } from './to-problem.js';
import { sendProblem } from './send-problem.js';

/** Turns everything that is thrown into a problem document, and logs what is our own fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    // The stack only: further members of an error may hold statement parameters, and so customers' texts.
    if (failureOf(error).status === 500)
      this.logger.error(`Request ${request.id} failed.`, error instanceof Error ? error.stack : typeof error);
    if (reply.sent) return;
    sendProblem(error, request, reply);
  }
}
