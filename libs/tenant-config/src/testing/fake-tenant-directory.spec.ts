import { beforeEach } from 'vitest';
import { Secret } from '#kernel';
import { aTenant } from './a-tenant.js';
import { FakeTenantDirectory } from './fake-tenant-directory.js';
import { tenantDirectoryContract } from './tenant-directory.contract.js';

let directory: FakeTenantDirectory;
beforeEach(() => {
  directory = new FakeTenantDirectory();
});

tenantDirectoryContract('FakeTenantDirectory', () => ({
  directory,
  async put({ webhookSecret, webhookKey, botKeys, ...own }) {
    const bot = { secrets: { webhookKey: new Secret(webhookKey) } };
    directory.put(aTenant({ ...own, bot, engage: { webhookSecret: new Secret(webhookSecret) } }), ...botKeys);
  },
}));
