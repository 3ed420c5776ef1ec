import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { query } from '../harness/tenant.ts';

/** A line of a report. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  /** The value before intake and workers shared transactions. */
  readonly before: string;
}

const DOCUMENT = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

/** The rows as a table of Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['', 'measured', 'target', 'before'],
    ...rows.map(({ what, measured, target, before }) => [what, measured, target, before]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}

/** Machine and date of the measurement, in one line. */
export async function machineOf(databaseUrl: string): Promise<string> {
  const [row] = await query<{ version: string; fsync: string }>(
    databaseUrl,
    "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync",
  );
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return [
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GB`,
    `Node ${process.versions.node}, PostgreSQL ${row?.version} with fsync ${row?.fsync}`,
    new Date().toISOString().slice(0, 10),
  ].join('; ');
}

/** Replaces what is between `<!-- name -->` and `<!-- /name -->` in docs/performance.md. @throws Error without the markers */
export async function writeSection(name: string, text: string): Promise<void> {
  const document = await readFile(DOCUMENT, 'utf8');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no section "${name}".`);
  await writeFile(DOCUMENT, `${document.slice(0, from + start.length)}\n\n${text}\n\n${document.slice(to)}`);
}
