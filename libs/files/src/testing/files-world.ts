import { createSecretKey } from 'node:crypto';
import type { AppConfig } from '#config';
import type { Database } from '#database';
import type { Tenant } from '#tenant-config';
import { FakeClock, insertConversation, insertTenant } from '#testing';
import { OutboundAddressGuard } from '#web';
import { aTenant, type TenantOverrides } from '../../../tenant-config/src/testing/a-tenant.js';
import { HttpRemoteFiles, REMOTE_LIMITS, type RemoteLimits } from '../adapters/http-remote-files.js';
import { PostgresFileStore } from '../adapters/postgres-file.store.js';
import { ConversationFiles } from '../application/conversation-files.js';
import { FileLinks } from '../application/file-links.js';
import { FileOpener } from '../application/file-opener.js';
import { SilentHosts } from '../application/silent-hosts.js';
import type { FileOwner } from '../ports/files.js';

export const TEST_CONFIG = {
  publicUrl: 'https://handover.example',
  secretsKeys: [{ id: 'k1', key: createSecretKey(Buffer.alloc(32, 1)) }],
  allowPrivateNetworks: true,
} as unknown as AppConfig;

/** The reader of remote files as the module makes it. */
export function remoteFiles(limits: Partial<RemoteLimits> = {}, config: Partial<AppConfig> = {}): HttpRemoteFiles {
  const guard = new OutboundAddressGuard({ ...TEST_CONFIG, ...config });
  return new HttpRemoteFiles(guard.client(), guard, { ...REMOTE_LIMITS, ...limits });
}

/** The lib's parts over a real database, with a fake clock. */
export function filesOver(database: Database) {
  const clock = new FakeClock();
  const store = new PostgresFileStore(database, clock);
  const links = new FileLinks(TEST_CONFIG, clock);
  const opener = new FileOpener(remoteFiles(), new SilentHosts(clock));
  return { clock, store, links, opener, files: new ConversationFiles(store, links, opener) };
}

/** Stores a tenant, as far as conversations need one. */
export async function storedTenant(database: Database, overrides: TenantOverrides = {}): Promise<Tenant> {
  const tenant = aTenant(overrides);
  await database.acrossTenants(() => insertTenant(database, { tenant_id: tenant.id }));
  return tenant;
}

/** Stores a conversation of the tenant. */
export async function storedConversation(database: Database, { id: tenantId }: Tenant): Promise<FileOwner> {
  const conversationId = await database.inTenant(tenantId, () => insertConversation(database, tenantId));
  return { tenantId, conversationId };
}
