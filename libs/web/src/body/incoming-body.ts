import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BodyBudget, BodyShare } from './body-budget.js';
import { BodyTooLarge } from './body.errors.js';
import { hasBody } from './has-body.js';
import { jsonText } from './json-text.js';
import { receiveBytes } from './receive-bytes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Every request has one; without a body it is empty. */
    incomingBody: IncomingBody;
  }
}

/**
 * The body of a request. It is received only when it is used, so after the guards: a caller who is refused costs no
 * memory and learns nothing about the body. It is kept until the call is answered.
 */
export class IncomingBody {
  private readonly share: BodyShare;
  private received: Promise<Buffer> | undefined;

  constructor(
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
    budget: BodyBudget,
  ) {
    this.share = budget.share(request.ip);
    reply.raw.once('close', () => this.share.release());
  }

  /** Byte for byte as it was sent, for signatures. @throws AppError when it cannot be received */
  bytes(): Promise<Buffer> {
    return (this.received ??= this.receive());
  }

  /** Its JSON text in UTF-8; empty for an empty body. @throws UnsupportedBody when it is something else */
  async json(): Promise<Buffer> {
    return jsonText(await this.bytes(), this.request.headers);
  }

  /** Counts its bytes towards the tenant's share of the memory. */
  countFor(tenantId: string): void {
    this.share.countFor(tenantId);
  }

  /** Checks the length that the caller announces. @throws BodyTooLarge */
  refuseIfTooLarge(): void {
    if (Number(this.request.headers['content-length'] ?? 0) > this.mostBytes) throw new BodyTooLarge(this.mostBytes);
  }

  private async receive(): Promise<Buffer> {
    const { headers, raw } = this.request;
    if (!hasBody(headers)) return Buffer.alloc(0);
    if (headers.expect !== undefined) this.reply.raw.writeContinue();
    return receiveBytes(raw, this.mostBytes, this.share);
  }

  private get mostBytes(): number {
    return this.request.routeOptions.bodyLimit;
  }
}
