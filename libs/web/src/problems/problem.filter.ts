import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { failureOf } from './to-problem.js';
import { sendProblem } from './send-problem.js';
import { shownPath } from './shown-path.js';

/**
 * Turns everything that is thrown into a problem document, and logs unexpected failures. Expected ones, and their causes, are
 * in the request's own line of the log: one line for each call, because in an outage all calls fail.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    // As `err`, only message, stack and causes are logged: other members may contain statement parameters, and so
    // customers' texts.
    if (failureOf(error).status === 500)
      this.logger.error({ err: error }, `${request.method} ${shownPath(request.url)} failed.`);
    if (reply.sent) return;
    sendProblem(error, request, reply);
  }
}
