import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { TenantDirectory, TenantDisabled, type Tenant, Unauthenticated, validSecrets } from '#tenant-config';
import { sameSecret, whichSecret } from '#web';
import type { FastifyRequest } from 'fastify';

const DEFAULT_USER = 'cognigy';

interface OutputsRequest extends FastifyRequest<{ Params: { webhookKey?: string } }> {
  tenant?: Tenant;
}

/** Accepts a Webhook Endpoint by the key in the path, which identifies the tenant, and by its Basic credentials. */
@Injectable()
export class OutputsGuard implements CanActivate {
  constructor(private readonly directory: TenantDirectory) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<OutputsRequest>();
    const tenant = await this.directory.byWebhookKey(request.params.webhookKey ?? '');
    if (tenant?.bot.platform !== 'cognigy' || !holdsCredentials(request.headers.authorization ?? '', tenant))
      throw new Unauthenticated('outputs');
    request.caller.accept({ kind: 'bot', id: tenant.id, keyId: null });
    if (!tenant.enabled) throw new TenantDisabled();
    request.tenant = tenant;
    return true;
  }
}

function holdsCredentials(header: string, tenant: Tenant): boolean {
  const { settings } = tenant.bot;
  const passwords = validSecrets(tenant, 'bot.outputsPassword');
  const given = /^Basic ([A-Za-z0-9+/=]{1,2048})$/i.exec(header)?.[1];
  if (given === undefined) return false;
  const user = typeof settings['outputsUser'] === 'string' ? settings['outputsUser'] : DEFAULT_USER;
  const credentials = Buffer.from(given, 'base64').toString('utf8');
  const password = whichSecret(passwords, (one) => sameSecret(credentials, `${user}:${one.reveal()}`));
  return password !== undefined;
}
