import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#kernel';
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
    // As `err` it is shown by its message, stack and causes: other members may hold statement parameters, so customers' texts.
    const level = error instanceof AppError ? 'warn' : 'error';
    if (isOurFault(error)) this.logger[level]({ err: error }, `Request ${request.id} failed.`);
    if (reply.sent) return;
    sendProblem(error, request, reply);
  }
}

/** An unexpected failure, or an expected one whose reason only the log may tell, e.g. a database that is away. */
function isOurFault(error: unknown): boolean {
  const { status } = failureOf(error);
  return status === 500 || (status > 500 && error instanceof Error && error.cause !== undefined);
}
