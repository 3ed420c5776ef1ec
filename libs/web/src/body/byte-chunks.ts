import { freeChunk } from './free-chunk.js';

/** Chunks of at least this size, in bytes, are kept as they are. */
const LARGE = 4 * 1024;
/** Smaller ones are packed together: a chunk of one byte takes a hundred times its size in memory. */
const SLAB = 4 * LARGE;

/** Collects a body as it arrives, in memory of about its size, however small the pieces. */
export class ByteChunks {
  private readonly chunks: Buffer[] = [];
  private slab = Buffer.alloc(0);
  private start = 0;
  private end = 0;

  /** @returns how much memory it takes, in bytes */
  add(chunk: Buffer): number {
    if (this.chunks.length === 0 || chunk.length >= LARGE) {
      this.seal();
      this.chunks.push(chunk);
      return chunk.length;
    }
    const isFull = chunk.length > this.slab.length - this.end;
    if (isFull) this.newSlab();
    this.end += chunk.copy(this.slab, this.end);
    return isFull ? SLAB : 0;
  }

  /** All chunks as one; the collection is empty afterwards. */
  join(): Buffer {
    this.seal();
    const [first, ...others] = this.chunks;
    if (first && others.length === 0) return first;
    const joined = Buffer.concat(this.chunks);
    this.discard();
    return joined;
  }

  /** Frees the memory. */
  discard(): void {
    for (const chunk of this.chunks.splice(0)) freeChunk(chunk);
  }

  private newSlab(): void {
    this.seal();
    this.slab = Buffer.allocUnsafeSlow(SLAB);
    this.start = this.end = 0;
  }

  private seal(): void {
    if (this.end > this.start) this.chunks.push(this.slab.subarray(this.start, this.end));
    this.start = this.end;
  }
}
