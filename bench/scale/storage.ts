import type { BenchWorld } from '../harness/bench-world.ts';
import { openConversations, query } from '../harness/tenant.ts';
import type { Row } from '../report/document.ts';
import { arrivals, send } from '../rows/delivery.ts';

const CONVERSATIONS = 500;
const MESSAGES = 4_000;
const TABLES = ['events', 'messages', 'deliveries'] as const;

/**
 * Customers' messages that the service itself accepted and delivered: each has an event, a journal entry and a settled
 * delivery. Sizes are those of the tables with their indexes: packed (`VACUUM FULL`), as after a restore, and as they
 * are after the run.
 */
export async function measureStorage(world: BenchWorld, messages = MESSAGES): Promise<Row[]> {
  const load = await world.child('load');
  const farSide = await world.child('far-side', '0');
  const databaseUrl = await world.database('storage');
  const connector = await world.connector(databaseUrl, 'all');
  const tenant = await world.tenant(connector.url, farSide.url);
  const { bot } = await openConversations(tenant, databaseUrl, CONVERSATIONS);
  await send(load, tenant, bot, messages);
  await arrivals(farSide, CONVERSATIONS + messages);
  await connector.stop();
  await query(databaseUrl, 'VACUUM');
  const asLeft = await sizes(databaseUrl);
  await query(databaseUrl, 'VACUUM FULL');
  const packed = await sizes(databaseUrl);
  const per = (size: number): number => Math.round(size / (CONVERSATIONS + messages));
  const sum = (all: Sizes): number => TABLES.reduce((total, table) => total + per(all[table]), 0);
  return [
    {
      what: 'a delivered message, packed: events + messages + deliveries',
      measured: `${sum(packed)} B (${TABLES.map((table) => per(packed[table])).join(' + ')})`,
      target: '≤ 800 B',
      before: '1,409 B (465 + 487 + 457)',
    },
    {
      what: '… as the run left it, after `VACUUM`',
      measured: `${sum(asLeft)} B (${TABLES.map((table) => per(asLeft[table])).join(' + ')})`,
      target: '',
      before: '',
    },
  ];
}

type Sizes = Readonly<Record<(typeof TABLES)[number], number>>;

/** Bytes of each table with its indexes. */
export async function sizes(databaseUrl: string): Promise<Sizes> {
  const rows = await query<{ name: string; bytes: string }>(
    databaseUrl,
    'SELECT name, pg_total_relation_size(name::regclass) AS bytes FROM unnest($1::text[]) name',
    [TABLES],
  );
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)])) as Sizes;
}
