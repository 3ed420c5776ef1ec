import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { type Purged, RetentionStore } from '../ports/retention-store.js';

/** Conversations that no one waits for: neither a handover nor a delivery. */
const AT_REST = `c.state = 'bot' AND NOT EXISTS (
  SELECT 1 FROM deliveries d WHERE d.tenant_id = $1 AND d.conversation_id = c.id AND d.status = 'pending')`;
const OF_CONVERSATION_AT_REST = (alias: string): string =>
  `JOIN conversations c ON c.tenant_id = $1 AND c.id = ${alias}.conversation_id AND ${AT_REST}`;

/** `$1` tenant, `$2` before when, `$3` the most that one statement deletes. */
const PURGES: Readonly<Record<Purged, string>> = {
  messages: `
    DELETE FROM messages WHERE tenant_id = $1 AND id IN (
      SELECT m.id FROM messages m ${OF_CONVERSATION_AT_REST('m')} WHERE m.tenant_id = $1 AND m.received_at < $2 LIMIT $3)`,
  deliveries: `
    DELETE FROM deliveries WHERE tenant_id = $1 AND id IN (
      SELECT d.id FROM deliveries d WHERE d.tenant_id = $1 AND d.status <> 'pending' AND d.created_at < $2 LIMIT $3)`,
  timeline: `
    DELETE FROM timeline WHERE tenant_id = $1 AND (conversation_id, position) IN (
      SELECT t.conversation_id, t.position FROM timeline t WHERE t.tenant_id = $1 AND t.at < $2 LIMIT $3)`,
  handovers: `
    DELETE FROM handovers WHERE tenant_id = $1 AND id IN (
      SELECT h.id FROM handovers h ${OF_CONVERSATION_AT_REST('h')} WHERE h.tenant_id = $1 AND h.ended_at < $2 LIMIT $3)`,
  // The outer condition is read again after waiting for a lock: the conversation may have gone on meanwhile.
  conversations: `
    DELETE FROM conversations WHERE tenant_id = $1 AND updated_at < $2 AND id IN (
      SELECT c.id FROM conversations c WHERE c.tenant_id = $1 AND c.updated_at < $2 AND ${AT_REST}
        AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.tenant_id = $1 AND m.conversation_id = c.id) LIMIT $3)`,
  identities: `
    DELETE FROM identities WHERE tenant_id = $1 AND user_id IN (
      SELECT i.user_id FROM identities i WHERE i.tenant_id = $1 AND i.updated_at < $2
        AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.tenant_id = $1 AND c.user_id = i.user_id) LIMIT $3)`,
  events: `
    DELETE FROM events WHERE tenant_id = $1 AND (source, event_id) IN (
      SELECT source, event_id FROM events WHERE tenant_id = $1 AND received_at < $2 LIMIT $3)`,
  'unresolved-events': `
    DELETE FROM events WHERE tenant_id = $1 AND (source, event_id) IN (
      SELECT source, event_id FROM events WHERE tenant_id = $1 AND status = 'unresolved' AND received_at < $2 LIMIT $3)`,
};

@Injectable()
export class PostgresRetentionStore extends RetentionStore {
  constructor(private readonly database: Database) {
    super();
  }

  purge(tenantId: TenantId, what: Purged, before: Date, limit: number): Promise<number> {
    return this.database.inTenant(tenantId, async () => {
      const deleted = await this.database.query(`${PURGES[what]} RETURNING 1`, [tenantId, before, limit]);
      return deleted.length;
    });
  }
}
