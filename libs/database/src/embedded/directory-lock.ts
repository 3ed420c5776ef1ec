import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart } from '#config';

/** A running process uses the directory. */
export class DirectoryInUse extends CannotStart {
  readonly exitCode = 1;

  constructor(directory: string, pid: number) {
    super(`${directory} is in use by process ${pid}. Stop it, or choose another DATA_DIR.`);
    this.name = 'DirectoryInUse';
  }
}

/**
 * Locks a directory for this process. The lock of a killed process is taken over. @returns a function that releases it
 * @throws DirectoryInUse
 */
export function lockDirectory(directory: string): () => void {
  const file = join(directory, 'owner.pid');
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : NaN;
  if (owner !== process.pid && isNode(owner)) throw new DirectoryInUse(directory, owner);
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** A pid can belong to another process by now: only a process of Node counts as the owner. */
function isNode(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return false; // no such process, or another account's
  }
}
