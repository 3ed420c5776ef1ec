import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { ADMIN_KEY_AUTH, ApiProblems, ROLE_EXTENSION, UNBOUND_EXTENSION } from '#web';
import type { Admin, AdminRole } from '../../domain/access/admin.js';
import { Unauthenticated } from '../../domain/access/auth.errors.js';
import { AdminGuard, type AdminRequest, NEEDS_UNBOUND_KEY, REQUIRED_ROLE } from './admin.guard.js';

export interface KeyRequirements {
  /** Keys that are bound to tenants are refused. Default: they are accepted, and see only objects of their tenants. */
  readonly unbound?: boolean;
}

/**
 * For routes under /admin: who may call them. On a method it overrides the class. It is also in the OpenAPI document, and
 * `test/access` checks every route against the document.
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

/** The administrator whom `Requires` accepted. */
export const CurrentAdmin = createParamDecorator((_: unknown, context: ExecutionContext): Admin => {
  const { admin } = context.switchToHttp().getRequest<AdminRequest>();
  if (!admin) throw new Unauthenticated('admin');
  return admin;
});
