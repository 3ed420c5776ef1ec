import type { BenchWorld } from '../harness/bench-world.ts';
import { query } from '../harness/tenant.ts';
import type { Row } from '../report/document.ts';
import { ms, rate } from '../report/statistics.ts';

const PATIENCE_MS = 90_000;
const SAMPLE_MS = 50;

interface Left {
  readonly messages: number;
  readonly rows: number;
}

/** Deletes rows older than the tenants' retention time, with the service's own job. */
export async function measureRetention(world: BenchWorld, databaseUrl: string): Promise<Row[]> {
  await world.connector(databaseUrl, 'worker');
  const before = await expired(databaseUrl);
  const start = performance.now();
  await query(databaseUrl, "SELECT graphile_worker.add_job('purge-expired')");
  let longest = 0;
  let left = before;
  while (left.rows > 0 && performance.now() - start < PATIENCE_MS) {
    for (let sample = 0; sample < 20; sample++) {
      longest = Math.max(longest, await longestTransaction(databaseUrl));
      await new Promise((done) => setTimeout(done, SAMPLE_MS));
    }
    left = await expired(databaseUrl);
  }
  const seconds = (performance.now() - start) / 1_000;
  return [
    {
      what: 'deletion of expired messages with their events and deliveries',
      measured: `${rate((before.messages - left.messages) / seconds)} (${rate((before.rows - left.rows) / seconds)} rows)`,
      target: '≥ 200/s',
      before: '',
    },
    { what: 'longest transaction meanwhile', measured: ms(longest), target: '', before: '' },
    {
      what: 'dead rows afterwards, in the three tables',
      measured: await deadRows(databaseUrl),
      target: '',
      before: '',
    },
  ];
}

/** The rows of the three tables that the job must delete. */
async function expired(databaseUrl: string): Promise<Left> {
  const [row] = await query<{ messages: string; rows: string }>(
    databaseUrl,
    `WITH limits AS (SELECT now() - interval '30 days' AS oldest),
       m AS (SELECT count(*) AS n FROM messages, limits WHERE received_at < oldest),
       e AS (SELECT count(*) AS n FROM events, limits WHERE received_at < oldest),
       d AS (SELECT count(*) AS n FROM deliveries, limits WHERE created_at < oldest)
     SELECT m.n AS messages, m.n + e.n + d.n AS rows FROM m, e, d`,
  );
  return { messages: Number(row?.messages), rows: Number(row?.rows) };
}

/** Longest transaction of the service's connections, in milliseconds. */
async function longestTransaction(databaseUrl: string): Promise<number> {
  const [row] = await query<{ milliseconds: number | null }>(
    databaseUrl,
    `SELECT max(extract(epoch FROM clock_timestamp() - xact_start) * 1000)::float AS milliseconds FROM pg_stat_activity
     WHERE application_name = 'engage-handover' AND datname = current_database()`,
  );
  return row?.milliseconds ?? 0;
}

/** Share of dead rows, read after the automatic vacuum has run, or would have run. */
async function deadRows(databaseUrl: string): Promise<string> {
  const until = performance.now() + 75_000;
  for (;;) {
    const rows = await query<{ name: string; share: number; vacuumed: boolean }>(
      databaseUrl,
      `SELECT relname AS name, n_dead_tup::float / greatest(1, n_live_tup) AS share, last_autovacuum IS NOT NULL AS vacuumed
       FROM pg_stat_user_tables WHERE relname IN ('events', 'messages', 'deliveries') ORDER BY relname`,
    );
    if (rows.every(({ share }) => share < 0.021) || performance.now() > until)
      return rows.map(({ name, share }) => `${name} ${(share * 100).toFixed(1)} %`).join(', ');
    await new Promise((done) => setTimeout(done, 1_000));
  }
}
