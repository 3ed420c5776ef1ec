import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { MUTANTS } from '../test/mutants/mutants.ts';

// `npm run mutants [-- WORD…]` puts bugs into the sources, one after the other, runs their tests, and removes them
// again. Every bug must fail a test. With words, only the bugs whose description contains all of them. A full run
// writes its table into docs/reliability.md.

const DOCUMENT = 'docs/reliability.md';
const REPORT = join(tmpdir(), `mutants-${process.pid}.json`);
const words = process.argv.slice(2);
const chosen = MUTANTS.filter(({ bug }) => words.every((word) => bug.includes(word)));

/** Names of the tests that fail, at most a few. */
function failuresWith({ file, search, replace, tests }) {
  const source = readFileSync(file, 'utf8');
  const restore = () => writeFileSync(file, source);
  process.once('exit', restore);
  try {
    writeFileSync(
      file,
      source.replace(search, () => replace),
    );
    rmSync(REPORT, { force: true }); // a run that cannot start writes no report, and has found nothing
    spawnSync('vitest', ['run', '--reporter=json', `--outputFile=${REPORT}`, ...tests]);
    const { testResults } = JSON.parse(readFileSync(REPORT, 'utf8'));
    return testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title),
    );
  } finally {
    restore();
    process.removeListener('exit', restore);
  }
}

const rows = chosen.map((mutant) => {
  const failures = failuresWith(mutant);
  process.stdout.write(`${failures.length > 0 ? 'found' : 'NOT FOUND'}: ${mutant.bug} (${failures.length})\n`);
  return { ...mutant, failures };
});
const missed = rows.filter(({ failures }) => failures.length === 0);
if (words.length === 0 && missed.length === 0) {
  const lines = rows.map(({ bug, failures }) => `| ${bug} | ${failures[0].replaceAll('|', '\\|')} |`);
  const table = ['| bug | fails, e.g. |', '| --- | --- |', ...lines].join('\n');
  const text = readFileSync(DOCUMENT, 'utf8');
  const section = /(<!-- mutants -->\n)[^]*(\n<!-- \/mutants -->)/;
  writeFileSync(
    DOCUMENT,
    text.replace(section, (_, start, end) => `${start}\n${table}\n${end}`),
  );
}
process.exitCode = missed.length > 0 ? 1 : 0;
