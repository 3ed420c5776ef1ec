import { Module, type OnModuleInit, Optional } from '@nestjs/common';
import { JobRegistry } from '#database';
import { OutboundAddressGuard } from '#web';
import { access } from './access/capability.js';
import { adapters } from './adapters/adapters.js';
import { audit } from './audit/capability.js';
import { type Capability, providersOf } from './capability.js';
import { keys } from './keys/capability.js';
import { AuditLog } from './ports/audit-log.js';
import { BotPlatformCatalogue } from './ports/bot-platform-catalogue.js';
import { SourceFaults } from './ports/source-faults.js';
import { TenantDirectory } from './ports/tenant-directory.js';
import { TenantHealth } from './ports/tenant-health.js';
import { profileMapping } from './profile-mapping/capability.js';
import { secrets } from './secrets/capability.js';
import { ForgetExpiredSecrets } from './secrets/forget-expired-secrets.js';
import { tenants } from './tenants/capability.js';
import { documentBotSettings } from './tenants/http/document-bot-settings.js';
import { documentIngress } from './tenants/http/document-ingress.js';

/** In the order in which the API document shows their routes. */
const CAPABILITIES: readonly Capability[] = [tenants, secrets, profileMapping, keys, audit, access];

/** Tenants and who may configure or use them. The application provides `BotPlatformCatalogue`, `RunningWork` and `Clock` globally. */
@Module({
  controllers: CAPABILITIES.flatMap(({ controllers = [] }) => controllers),
  providers: [...CAPABILITIES.flatMap(providersOf), ...adapters, OutboundAddressGuard],
  exports: [
    ...CAPABILITIES.flatMap(({ exported = [] }) => exported),
    TenantDirectory,
    SourceFaults,
    TenantHealth,
    AuditLog,
  ],
})
export class TenantConfigModule implements OnModuleInit {
  constructor(
    platforms: BotPlatformCatalogue,
    private readonly forgetExpiredSecrets: ForgetExpiredSecrets,
    @Optional() private readonly jobs?: JobRegistry,
  ) {
    documentBotSettings(platforms);
    documentIngress(platforms);
  }

  onModuleInit(): void {
    this.jobs?.register(this.forgetExpiredSecrets);
  }
}
