import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { TenantIncomplete, type Tenant, validSecrets } from '#tenant-config';
import { whichSecret } from '#web';
import type { FastifyRequest } from 'fastify';
import { BadTransformerSignature } from '../application/cognigy.errors.js';
import {
  isSignedWith,
  recentSignature,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
} from '../application/transformer-signature.js';

/** After the bot key: accepts calls that the tenant's transformer signed, checked over the raw bytes before they are parsed. */
@Injectable()
export class TransformerSignatureGuard implements CanActivate {
  constructor(private readonly clock: Clock) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { tenant?: Tenant }>();
    const secrets = request.tenant ? validSecrets(request.tenant, 'bot.transformerSecret') : [];
    if (secrets.length === 0) throw new TenantIncomplete(['bot.transformerSecret']);
    const { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature } = request.headers;
    const given = recentSignature(timestamp, signature, this.clock.millis());
    if (!given) throw new BadTransformerSignature();
    const bytes = await request.incomingBody.bytes();
    if (!whichSecret(secrets, (secret) => isSignedWith(secret, given, bytes))) throw new BadTransformerSignature();
    return true;
  }
}
