import { AdminKeyEntity } from './admin-key.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { BotKeyEntity } from './bot-key.entity.js';
import { SourceFaultEntity } from './source-fault.entity.js';
import { TenantSecretEntity } from './tenant-secret.entity.js';
import { TenantEntity } from './tenant.entity.js';

/** The entities of this lib, for the data source. */
export const tenantConfigEntities = [
  AdminKeyEntity,
  AuditEntryEntity,
  BotKeyEntity,
  SourceFaultEntity,
  TenantEntity,
  TenantSecretEntity,
];
