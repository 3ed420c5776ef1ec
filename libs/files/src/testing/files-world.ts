import { createSecretKey } from 'node:crypto';
import { HttpService } from '@nestjs/axios';
import axios from 'axios';
import type { AppConfig } from '#config';
import type { Database } from '#database';
import { type ConversationId, newId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { FakeClock } from '#testing';
import { OutboundAddressGuard } from '#web';
import { aTenant, type TenantOverrides } from '../../../tenant-config/src/testing/a-tenant.js';
import {
  FILES_AXIOS_CONFIG,
  HttpRemoteFiles,
  REMOTE_LIMITS,
  type RemoteLimits,
} from '../adapters/http-remote-files.js';
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
  const http = new HttpService(axios.create({ ...FILES_AXIOS_CONFIG, ...guard.agents() }));
  return new HttpRemoteFiles(http, guard, { ...REMOTE_LIMITS, ...limits });
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
  await database.acrossTenants(() =>
    database.query(
      `INSERT INTO tenants (tenant_id, slug, name, enabled, is_default, engage, bot, handover, profile_mapping, retention, created_at, updated_at)
       VALUES ($1, $2, 'Acme', true, false, '{}', '{}', '{}', '{}', '{}', now(), now())`,
      [tenant.id, `t-${tenant.id}`],
    ),
  );
  return tenant;
}

/** Stores a conversation of the tenant. */
export async function storedConversation(database: Database, { id: tenantId }: Tenant): Promise<FileOwner> {
  const conversationId = newId<ConversationId>();
  await database.inTenant(tenantId, () =>
    database.query(
      `INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, created_at, updated_at)
       VALUES ($1, $2, $3, 'user', '{}', 'bot', $4, now(), now())`,
      [tenantId, conversationId, `s-${conversationId}`, newId()],
    ),
  );
  return { tenantId, conversationId };
}
