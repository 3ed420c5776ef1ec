import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata, UseGuards } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { ADMIN_KEY_AUTH, ApiProblems } from '#web';
import type { Admin, AdminRole } from '../domain/admin.js';
import { Unauthenticated } from '../domain/auth.errors.js';
import { AdminGuard, type AdminRequest, REQUIRED_ROLE } from './admin.guard.js';

/** For routes under /admin: who may call them. On a method it wins over the class. */
export function Requires(role: AdminRole): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(REQUIRED_ROLE, role),
    UseGuards(AdminGuard),
    ApiBearerAuth(ADMIN_KEY_AUTH),
    ApiProblems(401, 403),
  );
}

/** The administrator whom `Requires` let in. */
export const CurrentAdmin = createParamDecorator((_: unknown, context: ExecutionContext): Admin => {
  const { admin } = context.switchToHttp().getRequest<AdminRequest>();
  if (!admin) throw new Unauthenticated('admin');
  return admin;
});
