import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { badRequest, EngageRefusal, notFound } from './domain/engage.errors.js';
import { Ledger } from './control/ledger.js';

const SEND_API = '/realtime/sdk';

/** Answers refusals in Engage's shapes: JSON by REST, the bare text by the Send API. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(private readonly ledger: Ledger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const refusal = this.refusalFor(error);
    const sendApi = request.url.startsWith(SEND_API);
    void reply
      .code(refusal.status)
      .type(sendApi ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8')
      .send(sendApi ? refusal.message : JSON.stringify(refusal));
  }

  private refusalFor(error: unknown): EngageRefusal {
    if (error instanceof EngageRefusal) return error;
    const status =
      error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
    if (status === 413)
      return new EngageRefusal(413, 'payload_too_large', 'Invalid request size (max: 20971520 bytes)');
    if (status === 404) return notFound();
    if (typeof status === 'number' && status < 500) return badRequest('Bad request');
    this.ledger.note(`Simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return new EngageRefusal(500, 'internal_server_error', 'Internal server error');
  }
}
