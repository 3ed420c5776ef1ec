import { parseArgs } from 'node:util';
import { BenchWorld } from './harness/bench-world.ts';
import { machineOf, type Row, tableOf, writeSection } from './report/document.ts';
import { measureEndToEnd, measureWorkers } from './rows/delivery.ts';
import { type Extent, FULL, QUICK } from './rows/extent.ts';
import { measureHop } from './rows/hop.ts';
import { measureIngress } from './rows/ingress.ts';
import { measureStrangers } from './rows/strangers.ts';
import { measureWebhook } from './rows/webhook.ts';

type Measure = (world: BenchWorld, extent: Extent) => Promise<Row[]>;

const MEASURES: Readonly<Record<string, Measure>> = {
  ingress: measureIngress,
  'end-to-end': measureEndToEnd,
  workers: measureWorkers,
  hop: measureHop,
  webhook: measureWebhook,
  strangers: measureStrangers,
};
const USAGE = `npm run bench -- [--only ${Object.keys(MEASURES).join('|')}] [--quick]
A whole run that is not quick writes its table to docs/performance.md.
`;

/** Measures the build, part by part. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, quick: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const names = values.only ?? Object.keys(MEASURES);
  if (values.help || names.some((name) => !(name in MEASURES))) return void process.stdout.write(USAGE);
  const world = await BenchWorld.start();
  try {
    const rows: Row[] = [];
    for (const name of names) {
      rows.push(...((await MEASURES[name]?.(world, values.quick ? QUICK : FULL)) ?? []));
      await world.clear();
      process.stderr.write(`${name} done after ${Math.round(performance.now() / 1_000)} s\n`);
    }
    const machine = await machineOf(await world.database('postgres'));
    const text = `${tableOf(rows)}\n\n${machine}.`;
    process.stdout.write(`\n${text}\n`);
    if (!values.only && !values.quick) await writeSection('bench', text);
  } finally {
    await world.stop();
  }
}

await main();
