import type { Provider } from '@nestjs/common';
import { AdminKeys } from '../ports/admin-keys.js';
import { AuditLog } from '../ports/audit-log.js';
import { BotKeys } from '../ports/bot-keys.js';
import { SourceFaults } from '../ports/source-faults.js';
import { TenantDirectory } from '../ports/tenant-directory.js';
import { TenantHealth } from '../ports/tenant-health.js';
import { TenantStore } from '../ports/tenant.store.js';
import { PostgresAdminKeys } from './postgres-admin-keys.js';
import { PostgresAuditLog } from './postgres-audit-log.js';
import { PostgresBotKeys } from './postgres-bot-keys.js';
import { PostgresSourceFaults } from './postgres-source-faults.js';
import { PostgresTenantHealth } from './postgres-tenant-health.js';
import { PostgresTenantDirectory } from './postgres-tenant.directory.js';
import { PostgresTenantStore } from './postgres-tenant.store.js';
import { SealedKeysCheck } from './sealing/sealed-keys-check.js';
import { SecretSealer } from './sealing/secret-sealer.js';

/** The PostgreSQL adapters of the ports, and the sealing of stored secrets. */
export const adapters: Provider[] = [
  SecretSealer,
  SealedKeysCheck,
  { provide: AdminKeys, useClass: PostgresAdminKeys },
  { provide: AuditLog, useClass: PostgresAuditLog },
  { provide: BotKeys, useClass: PostgresBotKeys },
  { provide: SourceFaults, useClass: PostgresSourceFaults },
  { provide: TenantDirectory, useClass: PostgresTenantDirectory },
  { provide: TenantHealth, useClass: PostgresTenantHealth },
  { provide: TenantStore, useClass: PostgresTenantStore },
];
