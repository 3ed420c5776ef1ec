import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Unauthenticated } from '#tenant-config';
import { noteRefusal, sendProblem } from '#web';
import { PAGE_HEADERS, pageHtml } from './render/page-html.js';
import { preferredFormat } from './render/preferred-format.js';

/** A browser that opens the guide's address has no key yet: it gets the page that asks for one, with the status 401. */
@Catch(Unauthenticated)
export class SignInPageFilter implements ExceptionFilter<Unauthenticated> {
  catch(error: Unauthenticated, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { accept = '', authorization } = request.headers;
    if (authorization !== undefined || preferredFormat(accept) !== 'html') return sendProblem(error, request, reply);
    noteRefusal(request, { code: error.code });
    const headers = { ...PAGE_HEADERS, vary: 'accept', 'www-authenticate': 'Bearer' };
    void reply.code(401).headers(headers).send(pageHtml('Setup guide', ''));
  }
}
