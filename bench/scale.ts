import { parseArgs } from 'node:util';
import { BenchWorld } from './harness/bench-world.ts';
import { query } from './harness/tenant.ts';
import { machineOf, type Row, tableOf, writeSection } from './report/document.ts';
import { measureHopOn } from './rows/hop.ts';
import { generate, MILLION } from './scale/generate.ts';
import { measureLists } from './scale/lists.ts';
import { measureRetention } from './scale/retention.ts';
import { measureStorage } from './scale/storage.ts';

const TENANTS = 20;
const HOP_TURNS = 100;
const PARTS = ['storage', 'lists', 'hop', 'retention'] as const;
const USAGE = `npm run bench:scale -- [--only ${PARTS.join('|')}] [--conversations 1000000]
A whole run over a million conversations writes its table to docs/performance.md.
`;

/** Measures the build on a database with a million conversations. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      conversations: { type: 'string', default: String(MILLION.conversations) },
      help: { type: 'boolean' },
    },
  });
  const parts = values.only ?? PARTS;
  const conversations = Number(values.conversations);
  const isKnown = parts.every((part) => PARTS.some((name) => name === part));
  if (values.help || !isKnown || !(conversations > 0)) return void process.stdout.write(USAGE);
  const world = await BenchWorld.start();
  try {
    const rows = parts.includes('storage') ? await measureStorage(world) : [];
    await world.clear();
    progress('storage');
    rows.push(...(await measureLarge(world, parts, conversations)));
    const text = `${tableOf(rows)}\n\n${await machineOf(await world.database('postgres'))}.`;
    process.stdout.write(`\n${text}\n`);
    if (!values.only && conversations === MILLION.conversations) await writeSection('bench-scale', text);
  } finally {
    await world.stop();
  }
}

async function measureLarge(world: BenchWorld, parts: readonly string[], conversations: number): Promise<Row[]> {
  if (parts.every((part) => part === 'storage')) return [];
  const databaseUrl = await world.database('large');
  // as in a large installation: checkpoints by time, not every few seconds
  await query(databaseUrl, "ALTER SYSTEM SET max_wal_size = '8GB'");
  await query(databaseUrl, 'SELECT pg_reload_conf()');
  const first = await world.connector(databaseUrl, 'api');
  for (let number = 0; number < TENANTS; number++) await world.tenant(first.url, 'http://127.0.0.1:9');
  await world.clear();
  await generate(databaseUrl, { ...MILLION, conversations });
  progress('generated');
  const rows: Row[] = [];
  if (parts.includes('lists')) {
    const connector = await world.connector(databaseUrl, 'api');
    rows.push(...(await measureLists(connector.url, databaseUrl)));
    await world.clear();
    progress('lists');
  }
  if (parts.includes('hop')) rows.push(...(await measureHopOn(world, databaseUrl, HOP_TURNS)));
  await world.clear();
  progress('hop');
  if (parts.includes('retention')) rows.push(...(await measureRetention(world, databaseUrl)));
  progress('retention');
  return rows;
}

function progress(what: string): void {
  process.stderr.write(`${what} after ${Math.round(performance.now() / 1_000)} s\n`);
}

await main();
