import { type ConversationId, newId, type TenantId } from '#kernel';
import { FakeClock } from '#testing';
import { FakeFileStore } from './fake-file.store.js';
import { fileStoreContract } from './file-store.contract.js';

const clock = new FakeClock();
const store = new FakeFileStore(clock);

fileStoreContract('FakeFileStore', () => ({
  store,
  clock,
  owner: async () => ({ tenantId: newId<TenantId>(), conversationId: newId<ConversationId>() }),
}));
