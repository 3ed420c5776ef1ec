import { Injectable } from '@nestjs/common';
import { Database, type Prepared, SharedRuns } from '#database';
import type { ForeignId, UserId } from '#kernel';
import { type Handover, UnknownConversation } from '#handover-rules';
import { type MessageContext, MessageContexts, type MessageReference } from '../ports/message-contexts.js';
import { IDENTITIES } from './columns/identity-columns.js';
import { MESSAGES } from './columns/message-columns.js';
import { toEntry } from './postgres-message-journal.js';

/** Most references of one statement. */
const MOST_AT_ONCE = 64;

/** The columns of a table, renamed because columns of other tables in the same row have the same names. */
const apart = (alias: string, columns: Readonly<Record<string, string>>): string =>
  Object.values(columns)
    .map((column) => `${alias}.${column} AS ${alias}_${column}`)
    .join(', ');

/** Each row is found by its tenant: there is no tenant fence outside of transactions. */
const READ: Prepared = {
  name: 'messages.contexts',
  text: `
  SELECT wanted.place, c.user_id AS "userId", c.thread_foreign_id AS "threadForeignId", h.ended_at AS "endedAt", h.step,
    ${apart('m', MESSAGES.columns)}, ${apart('i', IDENTITIES.columns)}
  FROM jsonb_to_recordset($1::jsonb) AS wanted(
    place integer, "tenantId" uuid, "conversationId" uuid, "messageId" uuid, "handoverId" uuid, "userId" text)
  JOIN conversations c ON (c.tenant_id, c.id) = (wanted."tenantId", wanted."conversationId")
  LEFT JOIN messages m ON (m.tenant_id, m.id) = (wanted."tenantId", wanted."messageId")
  LEFT JOIN handovers h ON (h.tenant_id, h.id) = (wanted."tenantId", wanted."handoverId")
  LEFT JOIN identities i ON (i.tenant_id, i.user_id) = (wanted."tenantId", coalesce(wanted."userId", c.user_id))`,
};

interface Row {
  readonly place: number;
  readonly userId: UserId;
  readonly threadForeignId: ForeignId;
  readonly endedAt: Date | null;
  readonly step: Handover['step'] | null;
  readonly m_id: string | null;
  readonly i_foreign_id: string | null;
}

@Injectable()
export class PostgresMessageContexts extends MessageContexts {
  private readonly reads = new SharedRuns<MessageReference, MessageContext>((references) => this.many(references), {
    items: MOST_AT_ONCE,
    inFlight: 1,
  });

  constructor(private readonly database: Database) {
    super();
  }

  read(reference: MessageReference): Promise<MessageContext> {
    return this.reads.add(reference);
  }

  private async many(references: readonly MessageReference[]): Promise<PromiseSettledResult<MessageContext>[]> {
    const wanted = references.map((reference, place) => ({ place, ...reference }));
    const rows = await this.database.statement<Row>(READ, [JSON.stringify(wanted)]);
    const found = new Map(rows.map((row) => [row.place, row]));
    return references.map((reference, place) => {
      const row = found.get(place);
      return row
        ? { status: 'fulfilled', value: contextOf(reference, row) }
        : { status: 'rejected', reason: new UnknownConversation() };
    });
  }
}

function contextOf({ tenantId, conversationId: id }: MessageReference, row: Row): MessageContext {
  const { userId, threadForeignId, endedAt, step } = row;
  return {
    conversation: { tenantId, id, userId, threadForeignId },
    entry: row.m_id === null ? undefined : toEntry(ofTable('m', row)),
    handover: step === null ? undefined : { endedAt: endedAt ?? undefined, step },
    customer: row.i_foreign_id === null ? undefined : IDENTITIES.read(ofTable('i', row)),
  };
}

/** The columns of one table, by their names there. */
function ofTable(alias: string, row: object): object {
  const prefix = `${alias}_`;
  const columns = Object.entries(row).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(columns.map(([name, value]) => [name.slice(prefix.length), value]));
}
