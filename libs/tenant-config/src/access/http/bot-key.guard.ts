import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblems, BOT_KEY_AUTH, BOT_KEY_HEADER_AUTH } from '#web';
import { Unauthenticated, WrongPlatform } from '../../domain/access/auth.errors.js';
import { TenantDisabled } from '../../domain/tenant.errors.js';
import type { Tenant } from '../../domain/tenant.js';
import { TenantDirectory } from '../../ports/tenant-directory.js';
import { botKey } from './bearer-key.js';

const REQUIRED_PLATFORM = 'requiredBotPlatform';

interface TenantRequest extends FastifyRequest {
  tenant?: Tenant;
}

/** Accepts keys of enabled tenants whose bot is on the platform that the route serves. */
@Injectable()
export class BotKeyGuard implements CanActivate {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<TenantRequest>();
    const key = botKey(request);
    const holder = key ? await this.directory.byBotKey(key) : undefined;
    if (!holder) throw new Unauthenticated('bot');
    const { tenant, keyId } = holder;
    request.caller.accept({ kind: 'bot', id: tenant.id, keyId });
    if (!tenant.enabled) throw new TenantDisabled();
    const platform = this.reflector.getAllAndOverride<string | undefined>(REQUIRED_PLATFORM, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (platform !== undefined && platform !== tenant.bot.platform) throw new WrongPlatform(tenant.bot.platform);
    request.tenant = tenant;
    return true;
  }
}

/**
 * For routes under /v1 that a bot calls with its key.
 *
 * @param platform the `bot.platform` that the routes serve; default: any
 */
export function RequiresBotKey(platform?: string): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(REQUIRED_PLATFORM, platform),
    UseGuards(BotKeyGuard),
    ApiBearerAuth(BOT_KEY_AUTH),
    ApiSecurity(BOT_KEY_HEADER_AUTH),
    ApiProblems(401, 403),
  );
}

/** The tenant that the guard found. */
export const CurrentTenant = createParamDecorator((_: unknown, context: ExecutionContext): Tenant => {
  const { tenant } = context.switchToHttp().getRequest<TenantRequest>();
  if (!tenant) throw new Unauthenticated('bot');
  return tenant;
});
