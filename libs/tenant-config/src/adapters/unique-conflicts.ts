import type { UniqueConflicts } from '#database';
import { AdminKeyNameTaken, DefaultTaken, SlugTaken, SourceTaken, WebhookKeyTaken } from '../domain/taken.errors.js';

/** Every unique constraint that a caller's value can violate. The spec compares it with the database's catalogue. */
export const UNIQUE_CONFLICTS: UniqueConflicts = {
  uq_tenants_slug: SlugTaken,
  uq_tenants_default: DefaultTaken,
  uq_tenants_source: SourceTaken,
  uq_tenant_secrets_key_hash: WebhookKeyTaken,
  uq_admin_keys_name: AdminKeyNameTaken,
};
