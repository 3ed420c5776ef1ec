import { momentText, type Prepared, type Row } from '#database';
import { appendedItems, appendToLanes } from '#delivery';
import { cleanJson } from '#kernel';
import type { JournalEntry } from '#handover-rules';
import type { FactWrites } from '../ports/fact-store.js';
import { CONVERSATIONS } from './columns/conversation-columns.js';
import { HANDOVERS } from './columns/handover-columns.js';
import { MESSAGES } from './columns/message-columns.js';

/** What is written to one table. */
interface Part {
  /** Its last CTE, which has a row for each row written. */
  readonly name: string;
  /** @param rows the parameter with `json`; `$1` is the tenant, `$2` the time on the process's clock */
  readonly ctes: (rows: string, writes: FactWrites) => string;
  /** Undefined: there is nothing to write. */
  readonly json: (writes: FactWrites) => string | undefined;
  /** How many rows must be written. Left out: it does not matter. */
  readonly expected?: (writes: FactWrites) => number;
}

/** A row with its new values by their columns, and the state that it leaves. */
interface ChangedRow {
  readonly id: string;
  readonly from: string;
  readonly changes: Row;
}

/** Changes rows that the transaction has locked. A change of a row that is not in the state it leaves writes nothing. */
function changing(table: string, condition: string, rowsOf: (writes: FactWrites) => readonly ChangedRow[]): Part {
  const name = `${table}_changed`;
  return {
    name,
    ctes: (rows, writes) => {
      const columns = [...new Set(rowsOf(writes).flatMap(({ changes }) => Object.keys(changes)))].sort();
      return `${name} AS (
        UPDATE ${table} t SET ${columns.map((column) => `${column} = n.${column}`).join(', ')}
        FROM jsonb_to_recordset(${rows}::jsonb) AS change(id uuid, "from" text, changes jsonb)
        JOIN ${table} o ON o.tenant_id = $1 AND o.id = change.id
        CROSS JOIN LATERAL jsonb_populate_record(o, change.changes) n
        WHERE t.tenant_id = $1 AND t.id = change.id AND ${condition}
        RETURNING 1)`;
    },
    json: (writes) => listOf(rowsOf(writes), (row) => row),
    expected: (writes) => rowsOf(writes).length,
  };
}

type Written = FactWrites['journal'][number];
const asEntry = (one: Written) => ('receivedAt' in one ? one : undefined);
const asTimeline = (one: Written) => ('receivedAt' in one ? undefined : one);

const PARTS: readonly Part[] = [
  {
    name: 'event_stored',
    ctes: (rows) => `event_stored AS (
      INSERT INTO events (tenant_id, source, event_id, type, issued_at, body_hash, body, status, engage_thread_id, received_at, answer)
      SELECT $1, e.source, e.event, e.type, e.issued, decode(e.hash, 'hex'), decode(e.body, 'base64'), e.status, e.thread, $2, nullif(e.answer, 'null')
      FROM jsonb_to_recordset(${rows}::jsonb) AS e(source text, event text, type text, issued timestamptz, hash text, body text,
        status text, thread text, answer jsonb)
      ORDER BY e.source, e.event
      RETURNING 1)`,
    json: ({ events }) => listOf(events, eventRow),
  },
  changing('conversations', 't.state = change."from"', ({ conversations }) =>
    conversations.map(({ id, from, changes }) => ({ id, from, changes: cleanJson(CONVERSATIONS.row(changes)) })),
  ),
  {
    name: 'handover_begun',
    ctes: (rows) => `handover_begun AS (
      INSERT INTO handovers (${HANDOVERS.all}) SELECT ${HANDOVERS.all} FROM jsonb_populate_recordset(NULL::handovers, ${rows}::jsonb)
      RETURNING 1)`,
    json: ({ begun }) => listOf(begun, (handover) => cleanJson(HANDOVERS.row(handover))),
  },
  changing('handovers', 't.status = change."from" AND t.ended_at IS NULL', ({ changed }) =>
    changed.map(({ id, from, changes }) => ({ id, from, changes: cleanJson(HANDOVERS.row(changes)) })),
  ),
  {
    // One order for all that a timeline shows. A list instead of generate_series, whose length PostgreSQL would know: it would
    // prefer a plan for that length to a generic one, and plan the statement again in each call.
    name: 'place',
    ctes: (rows) => `place AS MATERIALIZED (
      SELECT n::int AS n, nextval('timeline_positions') AS position FROM jsonb_array_elements_text(${rows}::jsonb) n)`,
    json: ({ journal }) => listOf([...journal.keys()], (place) => place),
  },
  {
    name: 'message_stored',
    ctes: (rows) => `message_stored AS (
      INSERT INTO messages (${MESSAGES.all}, position) SELECT ${MESSAGES.all.replaceAll(/\w+/g, 'm.$&')}, place.position
      FROM jsonb_populate_recordset(NULL::messages, ${rows}::jsonb) m JOIN place ON place.n = m.position
      RETURNING 1)`,
    json: ({ journal }) => listOf(placed(journal, asEntry), messageRow),
  },
  {
    name: 'timeline_stored',
    ctes: (rows) => `timeline_stored AS (
      INSERT INTO timeline (tenant_id, conversation_id, position, at, kind, detail)
      SELECT $1, t."conversationId", place.position, $2, t.kind, t.detail
      FROM jsonb_to_recordset(${rows}::jsonb) AS t("conversationId" uuid, position integer, kind text, detail jsonb)
      JOIN place ON place.n = t.position
      RETURNING 1)`,
    json: ({ journal }) =>
      listOf(placed(journal, asTimeline), ([entry, position]) => ({ ...cleanJson(entry), position })),
  },
  {
    name: 'message_marked',
    ctes: (rows) => `message_marked AS (
      UPDATE messages m SET forwarding = mark.forwarding FROM jsonb_to_recordset(${rows}::jsonb) AS mark(id uuid, forwarding text)
      WHERE m.tenant_id = $1 AND m.id = mark.id
      RETURNING 1)`,
    json: ({ marks }) => listOf(marks, (mark) => mark),
  },
  {
    name: 'lane_moved',
    ctes: (rows) => appendToLanes({ tenantId: '$1', createdAt: '$2', items: rows }),
    json: ({ items }) => (items.length > 0 ? appendedItems(items) : undefined),
  },
  {
    name: 'conversation_unused',
    ctes: (rows) => `conversation_unused AS (
      DELETE FROM conversations WHERE tenant_id = $1 AND id IN (SELECT jsonb_array_elements_text(${rows}::jsonb)::uuid)
      RETURNING 1)`,
    json: ({ unused }) => listOf(unused, (id) => id),
  },
];

/** Statements that connections keep prepared; rarer combinations of parts are not worth it. */
const MOST_PREPARED = 200;
const preparedNames = new Map<string, string>();

export interface SaveStatement {
  readonly sql: Prepared | string;
  /** Without the tenant and the time, which come first. */
  readonly parameters: readonly string[];
  /** How many rows its parts must write, by their names in the answer. */
  readonly expected: Readonly<Record<string, number>>;
}

/** @returns undefined if there is nothing to write */
export function saveStatement(writes: FactWrites): SaveStatement | undefined {
  const parts = PARTS.flatMap((part) => {
    const json = part.json(writes);
    return json === undefined ? [] : [{ part, json }];
  });
  if (parts.length === 0) return undefined;
  const ctes = parts.map(({ part }, index) => part.ctes(`$${index + 3}`, writes));
  const counts = parts.map(({ part: { name } }) => `(SELECT count(*)::int FROM ${name}) AS ${name}`);
  const text = `WITH ${ctes.join(', ')} SELECT $1::uuid AS tenant, $2::timestamptz AS at, ${counts.join(', ')}`;
  const expected = parts.flatMap(({ part }) => (part.expected ? [[part.name, part.expected(writes)]] : []));
  return {
    sql: prepared(text),
    parameters: parts.map(({ json }) => json),
    expected: Object.fromEntries(expected) as Record<string, number>,
  };
}

function prepared(text: string): Prepared | string {
  const known = preparedNames.get(text);
  if (known === undefined && preparedNames.size >= MOST_PREPARED) return text;
  const name = known ?? `facts.save ${preparedNames.size}`;
  preparedNames.set(text, name);
  return { name, text };
}

function listOf<Item>(items: readonly Item[], row: (item: Item) => unknown): string | undefined {
  return items.length > 0 ? JSON.stringify(items.map(row)) : undefined;
}

/** With their places in the order of all. */
function placed<One>(journal: FactWrites['journal'], pick: (one: Written) => One | undefined): [One, number][] {
  return journal.flatMap((one, place) => {
    const picked = pick(one);
    return picked ? [[picked, place]] : [];
  });
}

/** Text that PostgreSQL cannot store must not make an event fail. */
function messageRow([entry, position]: [JournalEntry, number]): Row {
  return { ...cleanJson(MESSAGES.row(entry)), position };
}

/** For an applied event its hash and its answer are enough; only the body of an undecided event is read again. */
function eventRow({ event, hash, answer, status }: FactWrites['events'][number]): Row {
  const { source, id, type, body, issuedAt, threadId } = event;
  return {
    source,
    event: id,
    type,
    issued: issuedAt && momentText(issuedAt),
    hash,
    body: status === 'unresolved' ? body.toString('base64') : null,
    status,
    thread: threadId,
    answer,
  };
}
