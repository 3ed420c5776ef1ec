import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { TenantIncomplete, type Tenant } from '#tenant-config';
import type { FastifyRequest } from 'fastify';
import { BadTransformerSignature } from '../application/cognigy.errors.js';
import {
  isSignedWith,
  recentSignature,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
} from '../application/transformer-signature.js';

/** After the bot key: lets in what the tenant's transformer signed, over the bytes as they came and before they are parsed. */
@Injectable()
export class TransformerSignatureGuard implements CanActivate {
  constructor(private readonly clock: Clock) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { tenant?: Tenant }>();
    const secret = request.tenant?.bot.secrets['transformerSecret'];
    if (!secret) throw new TenantIncomplete(['bot.transformerSecret']);
    const { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature } = request.headers;
    const given = recentSignature(timestamp, signature, this.clock.millis());
    if (!given || !isSignedWith(secret, given, await request.incomingBody.bytes())) throw new BadTransformerSignature();
    return true;
  }
}
