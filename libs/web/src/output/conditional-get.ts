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

/** Marks answers by what they say (`ETag`), and answers 304 without a body to who has the same already (`If-None-Match`). */
@Injectable()
class AnswerOnlyNews implements NestInterceptor {
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
 * For what clients ask again and again: each answer that says the same as the one before is a 304. Programs compare; where answers
 * must not be stored, browsers do not.
 */
export const ConditionalGet = (): MethodDecorator => UseInterceptors(AnswerOnlyNews);
