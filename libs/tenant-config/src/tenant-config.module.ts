import { Module } from '@nestjs/common';
import { PostgresAdminKeys } from './adapters/postgres-admin-keys.js';
import { PostgresAuditLog } from './adapters/postgres-audit-log.js';
import { PostgresBotKeys } from './adapters/postgres-bot-keys.js';
import { PostgresTenantDirectory } from './adapters/postgres-tenant.directory.js';
import { SecretSealer } from './adapters/secret-sealer.js';
import { AuthenticateAdmin } from './application/authenticate-admin.js';
import { TenantAccess } from './application/tenant-access.js';
import { AdminGuard } from './http/admin.guard.js';
import { BotKeyGuard } from './http/bot-key.guard.js';
import { AdminKeys } from './ports/admin-keys.js';
import { AuditLog } from './ports/audit-log.js';
import { BotKeys } from './ports/bot-keys.js';
import { TenantDirectory } from './ports/tenant-directory.js';

/** Tenants and who may configure or use them. The application provides `BotPlatformCatalogue` and `Clock` globally. */
@Module({
  providers: [
    SecretSealer,
    { provide: TenantDirectory, useClass: PostgresTenantDirectory },
    { provide: AdminKeys, useClass: PostgresAdminKeys },
    { provide: BotKeys, useClass: PostgresBotKeys },
    { provide: AuditLog, useClass: PostgresAuditLog },
    AuthenticateAdmin,
    TenantAccess,
    AdminGuard,
    BotKeyGuard,
  ],
  exports: [TenantDirectory, AuditLog, AuthenticateAdmin, TenantAccess, AdminGuard, BotKeyGuard],
})
export class TenantConfigModule {}
