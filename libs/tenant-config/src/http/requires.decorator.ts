import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { ADMIN_KEY_AUTH, ApiProblems, ROLE_EXTENSION, UNBOUND_EXTENSION } from '#web';
import type { Admin, AdminRole } from '../domain/admin.js';
import { Unauthenticated } from '../domain/auth.errors.js';
import { AdminGuard, type AdminRequest, NEEDS_UNBOUND_KEY, REQUIRED_ROLE } from './admin.guard.js';

export interface KeyRequirements {
  /** Keys that are bound to tenants are refused. Default: they are let in, and see what is theirs. */
  readonly unbound?: boolean;
}

/**
 * For routes under /admin: who may call them. On a method it wins over the class. The OpenAPI document says the same, and
 * `test/access` checks every route by what the document says.
 */
export function Requires(role: AdminRole, { unbound = false }: KeyRequirements = {}): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(REQUIRED_ROLE, role),
    SetMetadata(NEEDS_UNBOUND_KEY, unbound),
    UseGuards(AdminGuard),
    ApiBearerAuth(ADMIN_KEY_AUTH),
    ApiExtension(ROLE_EXTENSION, role),
    ApiExtension(UNBOUND_EXTENSION, unbound),
    ApiProblems(401, 403),
  );
}

/** The administrator whom `Requires` let in. */
export const CurrentAdmin = createParamDecorator((_: unknown, context: ExecutionContext): Admin => {
  const { admin } = context.switchToHttp().getRequest<AdminRequest>();
  if (!admin) throw new Unauthenticated('admin');
  return admin;
});
