// Builds dist/, unless it is already the build of these sources. One build at a time, because commands start side by side
// and the compiler writes every file again: a program cannot load files that are being written.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process, { execPath, stderr } from 'node:process';
import { takeLock } from './build-lock.mjs';
import { stateOf } from './build-state.mjs';

/** What the compiler and its plugins read. */
const SOURCES = [
  'apps',
  'libs',
  'migrations',
  'docs/cognigy',
  'scripts',
  'nest-cli.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
const CACHE = 'node_modules/.cache/engage-handover';
const BUILT = `${CACHE}/built`;

mkdirSync(CACHE, { recursive: true });
const lock = takeLock(`${CACHE}/lock`, () => stderr.write('Waiting for another build …\n'));
const sources = stateOf(SOURCES);
const isCurrent = existsSync(BUILT) && readFileSync(BUILT, 'utf8') === sources + stateOf(['dist']);
if (!isCurrent) process.exitCode = await build();
lock.close();

/** @returns the exit code */
async function build() {
  const isFirst = !existsSync('dist/build.tsbuildinfo');
  stderr.write(isFirst ? 'Building (up to a minute the first time) …\n' : 'Building (about 20 s) …\n');
  rmSync(BUILT, { force: true });
  await import('./prune-dist.mjs');
  const nest = createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js');
  const { status } = spawnSync(execPath, [nest, 'build'], { stdio: 'inherit' });
  if (status === 0) writeFileSync(BUILT, sources + stateOf(['dist']));
  return status ?? 1;
}
