import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = (name: string): string => pathToFileURL(join(import.meta.dirname, '..', 'scripts', name)).href;
/** Takes the lock, says what happens, and keeps the lock until its input ends. */
const HOLDER = `
  import { takeLock } from '${script('build-lock.mjs')}';
  const lock = takeLock(process.argv[1], () => process.stdout.write('waits '));
  process.stdout.write('has it ');
  process.stdin.on('end', () => process.stdout.write('ends')).resume();
  globalThis.lock = lock;
`;

let folder: string;
const holders: Holder[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-lock-'));
});
afterEach(async () => {
  for (const { child } of holders.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

class Holder {
  output = '';
  readonly child: ChildProcess;

  constructor() {
    this.child = spawn(process.execPath, ['--input-type=module', '--eval', HOLDER, join(folder, 'lock')]);
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    holders.push(this);
  }

  async says(text: string): Promise<void> {
    await expect.poll(() => this.output).toBe(text);
  }
}

describe('the lock of a build', () => {
  it('lets a second build wait until the first one has ended', async () => {
    const first = new Holder();
    await first.says('has it ');
    const second = new Holder();
    await second.says('waits ');
    first.child.stdin?.end();
    await second.says('waits has it ');
  });

  it('continues when the first build is killed', async () => {
    const first = new Holder();
    await first.says('has it ');
    const second = new Holder();
    await second.says('waits ');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    await second.says('waits has it ');
  });
});

describe('the state of sources', () => {
  it('changes when a file is written, added or removed, and only then', async () => {
    const { stateOf } = (await import(script('build-state.mjs'))) as { stateOf(paths: string[]): string };
    const file = join(folder, 'libs', 'a.ts');
    await mkdir(join(folder, 'libs'));
    await writeFile(file, 'one');
    const paths = [join(folder, 'libs'), join(folder, 'missing')];
    const states = [stateOf(paths)];
    expect(stateOf(paths)).toBe(states[0]);

    await writeFile(file, 'two');
    await utimes(file, 1, 1); // a write within the resolution of the clock
    states.push(stateOf(paths));
    await writeFile(join(folder, 'libs', 'b.ts'), '');
    states.push(stateOf(paths));
    await rm(file);
    states.push(stateOf(paths));
    expect(new Set(states).size).toBe(states.length);
  });
});
