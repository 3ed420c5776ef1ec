import type { Readable } from 'node:stream';
import { refuseLarger } from '../domain/file-limits.js';
import { FileRefused } from '../domain/file-refused.error.js';
import { unreachable } from './unreachable.js';

export interface ReadingLimits {
  /** How long the host may send nothing while we wait for it, in milliseconds. */
  readonly idleMs: number;
  /** Time limit for the whole file, slow readers included, in milliseconds. */
  readonly totalMs: number;
  readonly mostBytes: number;
}

/**
 * The chunks that a host sends, within limits and as fast as the reader takes them. The source is always destroyed at
 * the end.
 */
export async function* chunksOf(source: Readable, limits: ReadingLimits, signal: AbortSignal): AsyncGenerator<Buffer> {
  const total = setTimeout(() => source.destroy(slow()), limits.totalMs);
  total.unref();
  source.once('close', () => clearTimeout(total));
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let bytes = 0;
  try {
    for (;;) {
      const next = await waitedFor(chunks, source, limits.idleMs);
      if (next.done) return;
      bytes += next.value.length;
      refuseLarger(bytes, limits.mostBytes);
      yield next.value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof FileRefused ? error : unreachable(error);
  } finally {
    source.destroy();
  }
}

/** The host counts as silent only while a reader waits for it. */
async function waitedFor(
  chunks: AsyncIterator<Buffer>,
  source: Readable,
  idleMs: number,
): Promise<IteratorResult<Buffer, unknown>> {
  const silence = setTimeout(() => source.destroy(slow()), idleMs);
  try {
    return await chunks.next();
  } finally {
    clearTimeout(silence);
  }
}

function slow(): FileRefused {
  return new FileRefused('unreachable', 'The host of the file is too slow.');
}
