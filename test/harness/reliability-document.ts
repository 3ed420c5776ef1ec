import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';

const DOCUMENT = join(import.meta.dirname, '../../docs/reliability.md');

/** Whether results are written to the document: only with the commands for long runs. */
export function isReported(): boolean {
  return process.env['PROOF_REPORT'] === 'yes';
}

/** Replaces what is between `<!-- name -->` and `<!-- /name -->` in docs/reliability.md. @throws Error without the markers */
export async function writeSection(name: string, text: string): Promise<void> {
  const document = await readFile(DOCUMENT, 'utf8');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/reliability.md has no section "${name}".`);
  const where = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}; Node ${process.versions.node}`;
  const dated = `${text}\n\n${where}; ${new Date().toISOString().slice(0, 10)}.`;
  await writeFile(DOCUMENT, `${document.slice(0, from + start.length)}\n\n${dated}\n\n${document.slice(to)}`);
}
