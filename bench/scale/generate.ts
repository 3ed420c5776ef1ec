import { query } from '../harness/tenant.ts';

/** The amount of generated data. */
export interface Size {
  readonly conversations: number;
  /** Share of it that is older than the tenants' retention time. */
  readonly expired: number;
}

export const MILLION: Size = { conversations: 1_000_000, expired: 0.05 };
/** Messages of one conversation, in addition to two of each. */
export const LONG_CONVERSATION = 10_000;
const DAYS_KEPT = 30;

/** The first tenant has half of everything. Times are spread evenly: the oldest rows are the expired ones. */
const PLAN = `
  CREATE UNLOGGED TABLE plan AS
  SELECT n, tenants.ids[CASE WHEN n % 2 = 0 THEN 1 ELSE 1 + n / 2 % cardinality(tenants.ids) END] AS tenant_id,
    gen_random_uuid() AS conversation_id, 'session-' || md5(n::text) AS session_id, 'user-' || md5('user' || n) AS user_id,
    CASE WHEN n <= $1 * $2::float THEN now() - interval '${DAYS_KEPT} days' - ($1 * $2::float - n) * interval '1 s'
      ELSE now() - interval '${DAYS_KEPT} days' * ($1 - n) / ($1 * (1 - $2::float)) END AS at
  FROM generate_series(1, $1::int) n, (SELECT array_agg(tenant_id) AS ids FROM tenants) tenants`;

/** Two messages of each conversation, and many of the newest one; `k` counts within the conversation. */
const MESSAGES = `(
  SELECT plan.*, k, gen_random_uuid() AS message_id FROM plan CROSS JOIN generate_series(1, 2) k
  UNION ALL
  SELECT n, tenant_id, conversation_id, session_id, user_id, at - (${LONG_CONVERSATION} - k) * interval '1 s', k, gen_random_uuid()
  FROM plan CROSS JOIN generate_series(3, ${LONG_CONVERSATION}) k WHERE n = (SELECT max(n) FROM plan)
  ORDER BY n, k
) m`;

/** One after the other: later tables refer to earlier ones. */
const CONVERSATIONS = [
  `INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, created_at, updated_at)
   SELECT tenant_id, conversation_id, session_id, user_id, '{}', 
     CASE WHEN at < now() - interval '${DAYS_KEPT} days' THEN 'bot' WHEN n % 100 = 0 THEN 'queue' WHEN n % 100 = 1 THEN 'active' ELSE 'bot' END,
     gen_random_uuid(), at, at FROM plan ORDER BY n`,
  `INSERT INTO lanes (tenant_id, conversation_id, direction, destination, last_seq) SELECT tenant_id, conversation_id, 'engage', '127.0.0.1', 2
   FROM plan`,
];

/** At the same time. */
const REST = [
  `INSERT INTO messages (tenant_id, id, conversation_id, author, message_id, foreign_id, text, attachments, sent_at, received_at, forwarding)
   SELECT tenant_id, message_id, conversation_id, 'user', n || '-' || k, gen_random_uuid(),
     'The parcel has left our warehouse this morning. Customer ' || n || '-' || k, '[]', at, at, 'sent' FROM ${MESSAGES}`,
  `INSERT INTO events (tenant_id, source, event_id, type, body_hash, status, answer, received_at)
   SELECT tenant_id, 'bot', jsonb_build_array(session_id, n || '-' || k)::text, 'message', sha256(message_id::text::bytea), 'applied',
     jsonb_build_object('route', 'bot', 'state', 'bot', 'conversationId', conversation_id), at FROM ${MESSAGES}`,
  `INSERT INTO deliveries (tenant_id, id, conversation_id, direction, seq, kind, payload, status, attempts, created_at, settled_at,
     settled_position, duration_ms)
   SELECT tenant_id, gen_random_uuid(), conversation_id, 'engage', k, 'engage.message', '{}',
     CASE n % 1000 WHEN 3 THEN 'parked' WHEN 1 THEN 'superseded' WHEN 2 THEN 'discarded' ELSE 'delivered' END, 1, at, at,
     nextval('timeline_positions'), 20 FROM ${MESSAGES}`,
  `INSERT INTO identities (tenant_id, user_id, foreign_id, user_fields, context_data, created_at, updated_at)
   SELECT tenant_id, user_id, gen_random_uuid(), '{"screenname": "Customer"}', '{}', at, at FROM plan`,
];

/** Fills the tables like the service, for the existing tenants. Triggers are off: the rows are consistent. */
export async function generate(databaseUrl: string, { conversations, expired }: Size): Promise<void> {
  const run = (sql: string, parameters?: unknown[]): Promise<unknown> =>
    parameters
      ? query(databaseUrl, sql, parameters)
      : query(databaseUrl, `SET session_replication_role = replica; SET synchronous_commit = off; ${sql}`);
  await run(PLAN, [conversations, expired]);
  for (const statement of CONVERSATIONS) await run(statement);
  await Promise.all(REST.map((statement) => run(statement)));
  await query(databaseUrl, 'DROP TABLE plan');
  await query(databaseUrl, 'VACUUM (ANALYZE)');
}
