import { Injectable } from '@nestjs/common';
import { Database, timeBin } from '#database';
import { listedStatus } from '#delivery';
import type { TenantId } from '#kernel';
import { type Purged, RetentionStore } from '../ports/retention-store.js';

/** Conversations that are not needed: by neither a handover nor a delivery. */
const AT_REST = `c.state = 'bot' AND NOT EXISTS (
  SELECT 1 FROM deliveries d WHERE d.tenant_id = $1 AND d.conversation_id = c.id AND d.status = 'pending')`;
const OF_CONVERSATION_AT_REST = (alias: string): string =>
  `JOIN conversations c ON c.tenant_id = $1 AND c.id = ${alias}.conversation_id AND ${AT_REST}`;

/** From the oldest on, by an index over hours, up to the exact time. */
const expired = (table: string, time: string): string =>
  `${table}.tenant_id = $1 AND ${timeBin('hour', `${table}.${time}`)} <= $2 AND ${table}.${time} < $2`;
const oldestFirst = (table: string, time: string): string => `ORDER BY ${timeBin('hour', `${table}.${time}`)} LIMIT $3`;

/** `$1` tenant, `$2` before when, `$3` the most that one statement deletes. */
const PURGES: Readonly<Record<Purged, string>> = {
  messages: `
    DELETE FROM messages WHERE tenant_id = $1 AND id IN (
      SELECT m.id FROM messages m ${OF_CONVERSATION_AT_REST('m')} WHERE ${expired('m', 'received_at')} ${oldestFirst('m', 'received_at')})`,
  deliveries: `
    DELETE FROM deliveries WHERE tenant_id = $1 AND id IN (
      SELECT d.id FROM unnest('{delivered,superseded,discarded,parked}'::text[]) settled(status) CROSS JOIN LATERAL (
        SELECT d.id FROM deliveries d
        WHERE d.tenant_id = $1 AND ${listedStatus('d')} = settled.status AND ${timeBin('second', 'd.created_at')} <= $2 AND d.created_at < $2
        ORDER BY ${timeBin('second', 'd.created_at')} LIMIT $3
      ) d LIMIT $3)`,
  timeline: `
    DELETE FROM timeline WHERE tenant_id = $1 AND (conversation_id, position) IN (
      SELECT t.conversation_id, t.position FROM timeline t WHERE ${expired('t', 'at')} ${oldestFirst('t', 'at')})`,
  handovers: `
    DELETE FROM handovers WHERE tenant_id = $1 AND id IN (
      SELECT h.id FROM handovers h ${OF_CONVERSATION_AT_REST('h')} WHERE ${expired('h', 'ended_at')} ${oldestFirst('h', 'ended_at')})`,
  // The outer condition is checked again after waiting for a lock: the conversation may have continued meanwhile.
  conversations: `
    DELETE FROM conversations WHERE tenant_id = $1 AND updated_at < $2 AND id IN (
      SELECT c.id FROM conversations c WHERE c.tenant_id = $1 AND c.updated_at < $2 AND ${AT_REST}
        AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.tenant_id = $1 AND m.conversation_id = c.id)
      ORDER BY c.updated_at LIMIT $3)`,
  identities: `
    DELETE FROM identities WHERE tenant_id = $1 AND user_id IN (
      SELECT i.user_id FROM identities i WHERE ${expired('i', 'updated_at')}
        AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.tenant_id = $1 AND c.user_id = i.user_id) ${oldestFirst('i', 'updated_at')})`,
  events: `
    DELETE FROM events WHERE tenant_id = $1 AND (source, event_id) IN (
      SELECT e.source, e.event_id FROM events e WHERE ${expired('e', 'received_at')} ${oldestFirst('e', 'received_at')})`,
  'unresolved-events': `
    DELETE FROM events WHERE tenant_id = $1 AND (source, event_id) IN (
      SELECT source, event_id FROM events WHERE tenant_id = $1 AND status = 'unresolved' AND received_at < $2 LIMIT $3)`,
};

@Injectable()
export class PostgresRetentionStore extends RetentionStore {
  constructor(private readonly database: Database) {
    super();
  }

  /**
   * Outside of the tenant fence, because row-level security lets only the simplest conditions use an index. Each statement
   * names the tenant.
   */
  purge(tenantId: TenantId, what: Purged, before: Date, limit: number): Promise<number> {
    return this.database.acrossTenants(async () => {
      const deleted = await this.database.query(`${PURGES[what]} RETURNING 1`, [tenantId, before, limit]);
      return deleted.length;
    });
  }
}
