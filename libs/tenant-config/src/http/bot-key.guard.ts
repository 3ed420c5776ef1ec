import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblems, BOT_KEY_AUTH, BOT_KEY_HEADER_AUTH } from '#web';
import { Unauthenticated } from '../domain/auth.errors.js';
import type { Tenant } from '../domain/tenant.js';
import { TenantDisabled } from '../domain/tenant.errors.js';
import { TenantDirectory } from '../ports/tenant-directory.js';
import { botKey } from './bearer-key.js';

interface TenantRequest extends FastifyRequest {
  tenant?: Tenant;
}

/** Lets in whoever holds a key of an enabled tenant; the key names the tenant. */
@Injectable()
export class BotKeyGuard implements CanActivate {
  constructor(private readonly directory: TenantDirectory) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<TenantRequest>();
    const key = botKey(request);
    const tenant = key ? await this.directory.byBotKey(key) : undefined;
    if (!tenant) throw new Unauthenticated();
    if (!tenant.enabled) throw new TenantDisabled();
    request.tenant = tenant;
    return true;
  }
}

/** For routes under /v1 that a bot calls with its key. */
export function RequiresBotKey(): MethodDecorator & ClassDecorator {
  return applyDecorators(
    UseGuards(BotKeyGuard),
    ApiBearerAuth(BOT_KEY_AUTH),
    ApiSecurity(BOT_KEY_HEADER_AUTH),
    ApiProblems(401, 403),
  );
}

/** The tenant that the guard before found. */
export const CurrentTenant = createParamDecorator((_: unknown, context: ExecutionContext): Tenant => {
  const { tenant } = context.switchToHttp().getRequest<TenantRequest>();
  if (!tenant) throw new Unauthenticated();
  return tenant;
});
