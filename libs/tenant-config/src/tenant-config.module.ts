import { Module, type OnModuleInit, Optional } from '@nestjs/common';
import { JobRegistry } from '#database';
import { OutboundAddressGuard } from '#web';
import { PostgresAdminKeys } from './adapters/postgres-admin-keys.js';
import { PostgresAuditLog } from './adapters/postgres-audit-log.js';
import { PostgresBotKeys } from './adapters/postgres-bot-keys.js';
import { PostgresSourceFaults } from './adapters/postgres-source-faults.js';
import { PostgresTenantDirectory } from './adapters/postgres-tenant.directory.js';
import { PostgresTenantHealth } from './adapters/postgres-tenant-health.js';
import { PostgresTenantStore } from './adapters/postgres-tenant.store.js';
import { SealedKeysCheck } from './adapters/sealed-keys-check.js';
import { SecretSealer } from './adapters/secret-sealer.js';
import { RefusedCalls } from './application/refused-calls.js';
import { AuthenticateAdmin } from './application/authenticate-admin.js';
import { CreateAdminKey } from './application/create-admin-key.js';
import { CreateBotKey } from './application/create-bot-key.js';
import { CreateTenant } from './application/create-tenant.js';
import { DeleteAdminKey } from './application/delete-admin-key.js';
import { DeleteBotKey } from './application/delete-bot-key.js';
import { DeleteTenant } from './application/delete-tenant.js';
import { ForgetExpiredSecrets } from './application/forget-expired-secrets.js';
import { PreviewProfile } from './application/preview-profile.js';
import { ReadAdminKeys } from './application/read-admin-keys.js';
import { ReadAuditLog } from './application/read-audit-log.js';
import { ReadTenants } from './application/read-tenants.js';
import { ReplaceProfileMapping } from './application/replace-profile-mapping.js';
import { NewSecrets } from './application/new-secret.js';
import { RotateSecret } from './application/rotate-secret.js';
import { SettleChange } from './application/settle-change.js';
import { TenantAccess } from './application/tenant-access.js';
import { TenantChecker } from './application/tenant-checker.js';
import { TenantPresenter } from './application/tenant-presenter.js';
import { UpdateTenant } from './application/update-tenant.js';
import { AdminRefusals } from './http/admin-refusals.js';
import { AdminKeysController } from './http/admin-keys.controller.js';
import { AdminGuard } from './http/admin.guard.js';
import { AuditLogController } from './http/audit-log.controller.js';
import { BotKeyGuard } from './http/bot-key.guard.js';
import { BotKeysController } from './http/bot-keys.controller.js';
import { documentBotSettings } from './http/document-bot-settings.js';
import { MeController } from './http/me.controller.js';
import { ProfileMappingController } from './http/profile-mapping.controller.js';
import { TenantsController } from './http/tenants.controller.js';
import { AdminKeys } from './ports/admin-keys.js';
import { AuditLog } from './ports/audit-log.js';
import { BotKeys } from './ports/bot-keys.js';
import { BotPlatformCatalogue } from './ports/bot-platform-catalogue.js';
import { SourceFaults } from './ports/source-faults.js';
import { TenantDirectory } from './ports/tenant-directory.js';
import { TenantHealth } from './ports/tenant-health.js';
import { TenantStore } from './ports/tenant.store.js';

const useCases = [
  AuthenticateAdmin,
  RefusedCalls,
  CreateAdminKey,
  CreateBotKey,
  CreateTenant,
  DeleteAdminKey,
  DeleteBotKey,
  DeleteTenant,
  ForgetExpiredSecrets,
  PreviewProfile,
  ReadAdminKeys,
  ReadAuditLog,
  ReadTenants,
  ReplaceProfileMapping,
  NewSecrets,
  RotateSecret,
  SettleChange,
  TenantAccess,
  TenantChecker,
  TenantPresenter,
  UpdateTenant,
];

/** Tenants and who may configure or use them. The application provides `BotPlatformCatalogue`, `RunningWork` and `Clock` globally. */
@Module({
  controllers: [
    TenantsController,
    ProfileMappingController,
    BotKeysController,
    AdminKeysController,
    AuditLogController,
    MeController,
  ],
  providers: [
    ...useCases,
    OutboundAddressGuard,
    SecretSealer,
    SealedKeysCheck,
    AdminGuard,
    AdminRefusals,
    BotKeyGuard,
    { provide: TenantDirectory, useClass: PostgresTenantDirectory },
    { provide: SourceFaults, useClass: PostgresSourceFaults },
    { provide: TenantHealth, useClass: PostgresTenantHealth },
    { provide: TenantStore, useClass: PostgresTenantStore },
    { provide: AdminKeys, useClass: PostgresAdminKeys },
    { provide: BotKeys, useClass: PostgresBotKeys },
    { provide: AuditLog, useClass: PostgresAuditLog },
  ],
  exports: [
    TenantDirectory,
    SourceFaults,
    TenantHealth,
    AuditLog,
    AuthenticateAdmin,
    TenantAccess,
    ReadTenants,
    TenantPresenter,
    UpdateTenant,
    AdminGuard,
    BotKeyGuard,
    CreateTenant,
    CreateBotKey,
  ],
})
export class TenantConfigModule implements OnModuleInit {
  constructor(
    platforms: BotPlatformCatalogue,
    private readonly forgetExpiredSecrets: ForgetExpiredSecrets,
    @Optional() private readonly jobs?: JobRegistry,
  ) {
    documentBotSettings(platforms);
  }

  onModuleInit(): void {
    this.jobs?.register(this.forgetExpiredSecrets);
  }
}
