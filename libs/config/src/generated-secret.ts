import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GeneratedSecret {
  readonly value: string;
  /** Whether this call created it. */
  readonly isNew: boolean;
}

/**
 * The secret in a file that only its owner may read. The first call creates it, even if several processes start at the
 * same time.
 */
export function generatedSecret(directory: string, name: string, make: () => string): GeneratedSecret {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, name);
  const kept = read(file);
  if (kept) return { value: kept, isNew: false };
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${make()}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file); // unlike a rename it fails when another process was faster
    return { value: readFileSync(file, 'utf8').trim(), isNew: true };
  } catch (error) {
    const winner = read(file);
    if (!winner) throw error;
    return { value: winner, isNew: false };
  } finally {
    rmSync(draft);
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
