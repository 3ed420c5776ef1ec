import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DirectoryInUse, lockDirectory } from './directory-lock.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const ownedBy = (pid: number): void => writeFileSync(join(directory, 'owner.pid'), String(pid));

it('rejects a directory whose owner is running', () => {
  ownedBy(process.ppid); // the test runner
  expect(() => lockDirectory(directory)).toThrow(DirectoryInUse);
});

it('takes over the lock of a killed process', () => {
  ownedBy(2 ** 22 + 1); // above the highest pid of Linux
  lockDirectory(directory)();
});

it('can be taken again once it was released', () => {
  lockDirectory(directory)();
  lockDirectory(directory)();
});
