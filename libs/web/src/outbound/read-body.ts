import type { Readable } from 'node:stream';

export interface BodyLimits {
  readonly mostBytes: number;
  /** From now to the last byte, in milliseconds. */
  readonly withinMs: number;
}

/** What was read of an answer's body. */
export interface ReadBody {
  /** The whole body, or its beginning if it did not end. */
  readonly text: string;
  /** `broken`: the connection failed, or the time was up. */
  readonly end: 'whole' | 'too-long' | 'broken';
}

/**
 * Reads an answer's body as UTF-8, within limits. It never fails: the status line already says how the call went, and
 * the caller decides whether a part of the body is enough. Unless the body is whole, the connection is destroyed.
 */
export async function readBody(source: Readable, { mostBytes, withinMs }: BodyLimits): Promise<ReadBody> {
  source.on('error', ignore); // an abort may come after reading has ended
  const late = setTimeout(() => source.destroy(), withinMs);
  late.unref();
  const chunks: Buffer[] = [];
  try {
    let left = mostBytes;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, left));
      left -= chunk.length;
      if (left < 0) return { text: textOf(chunks), end: 'too-long' };
    }
    return { text: textOf(chunks), end: 'whole' };
  } catch {
    return { text: textOf(chunks), end: 'broken' };
  } finally {
    clearTimeout(late);
    source.destroy();
  }
}

/** How much is read of a body that is not needed, so that the connection can serve the next call. */
const UNREAD: BodyLimits = { mostBytes: 64 * 1024, withinMs: 1_000 };

/**
 * Discards a body that is not needed, in the background: after a short one the connection is kept, else it is
 * destroyed.
 */
export function discardBody(source: Readable): void {
  void readBody(source, UNREAD);
}

function textOf(chunks: readonly Buffer[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function ignore(): void {}
