import { ColumnMap } from '#database';
import type { Conversation } from '#handover-rules';

export const CONVERSATIONS = new ColumnMap<Conversation>('conversations', {
  tenantId: 'tenant_id',
  id: 'id',
  sessionId: 'session_id',
  userId: 'user_id',
  address: 'address',
  state: 'state',
  threadForeignId: 'thread_foreign_id',
  engageThreadId: 'engage_thread_id',
  nativeChannel: 'engage_channel',
  engageClosedAt: 'engage_closed_at',
  typingSentAt: 'typing_sent_at',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
});
