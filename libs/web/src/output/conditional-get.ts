import { createHash } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/**
 * Adds an `ETag` computed from the content of an answer, and answers 304 without a body to a client that already has it
 * (`If-None-Match`).
 */
@Injectable()
class AnswerIfChanged implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer: unknown) => {
        const etag = `W/"${createHash('sha1').update(JSON.stringify(answer)).digest('base64url')}"`;
        void reply.header('etag', etag);
        if (request.headers['if-none-match'] !== etag) return answer;
        void reply.status(304);
        return undefined;
      }),
    );
  }
}

/**
 * For answers that clients poll: an answer with the same content as the previous one is a 304. Programs send
 * `If-None-Match`; browsers do not where answers must not be stored.
 */
export const ConditionalGet = (): MethodDecorator => UseInterceptors(AnswerIfChanged);
