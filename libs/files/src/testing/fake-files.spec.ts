import { type ConversationId, newId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import type { FileOwner } from '../ports/files.js';
import { FakeFiles } from './fake-files.js';
import { filesContract } from './files.contract.js';

const another = async ({ id: tenantId }: Tenant): Promise<FileOwner> => ({
  tenantId,
  conversationId: newId<ConversationId>(),
});

filesContract('FakeFiles', () => {
  const files = new FakeFiles();
  return {
    files,
    another,
    conversation: async () => {
      const tenant = aTenant();
      return { tenant, owner: await another(tenant) };
    },
    host: (path, content) => {
      const url = `https://host.example${path}`;
      files.put(url, content);
      return url;
    },
  };
});
