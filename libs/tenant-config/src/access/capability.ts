import type { Capability } from '../capability.js';
import { AuthenticateAdmin } from './authenticate-admin.js';
import { AdminRefusals } from './http/admin-refusals.js';
import { AdminGuard } from './http/admin.guard.js';
import { BotKeyGuard } from './http/bot-key.guard.js';
import { MeController } from './http/me.controller.js';
import { RefusedCalls } from './refused-calls.js';
import { TenantAccess } from './tenant-access.js';

/** Who calls, what they may do, and a record of calls that are refused. */
export const access: Capability = {
  controllers: [MeController],
  exported: [AuthenticateAdmin, TenantAccess, AdminGuard, BotKeyGuard],
  internal: [AdminRefusals, RefusedCalls],
};
