import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Admin, AdminRole, CallOrigin } from '../../domain/access/admin.js';
import { AuthenticateAdmin } from '../authenticate-admin.js';
import { bearerKey } from './bearer-key.js';

export const REQUIRED_ROLE = 'requiredAdminRole';
export const NEEDS_UNBOUND_KEY = 'needsUnboundAdminKey';

export interface AdminRequest extends FastifyRequest {
  admin?: Admin;
}

/** Accepts keys with the role that `Requires` names; a tenant in the path (`:slug`) must be one of the key's. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly authenticate: AuthenticateAdmin,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdminRequest>();
    const admin = request.admin ?? (await this.authenticate.run(bearerKey(request), originOf(request)));
    request.caller.accept({ kind: 'admin', id: admin.name, keyId: admin.origin.keyId, name: admin.name });
    const places = [context.getHandler(), context.getClass()];
    admin.mustBe(this.reflector.getAllAndOverride<AdminRole | undefined>(REQUIRED_ROLE, places) ?? 'admin');
    if (this.reflector.getAllAndOverride<boolean | undefined>(NEEDS_UNBOUND_KEY, places)) admin.mustBeUnbound();
    const { slug } = request.params as { slug?: string };
    if (slug !== undefined) admin.mustSee(slug);
    request.admin = admin;
    return true;
  }
}

function originOf({ id, caller }: FastifyRequest): Omit<CallOrigin, 'keyId'> {
  return { requestId: id, address: caller.address };
}
