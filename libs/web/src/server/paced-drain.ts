import type { Readable } from 'node:stream';
import { freeChunk } from '../body/free-chunk.js';

const MB = 1024 * 1024;
/** Bytes that may be dropped at once. */
const MOST_BYTES = 48 * MB;
/** Bytes per second that may be dropped from then on. */
const BYTES_PER_SECOND = 16 * MB;
const TICK_MS = 50;
/** Bytes that one read of a socket usually brings. */
const USUAL_CHUNK = 64 * 1024;

/** Reads and drops bodies that are not needed, at a rate that leaves the process free for other callers. */
export class PacedDrain {
  private left = MOST_BYTES;
  private ticking = false;
  /** Bodies that wait for the next tick, the longest waiting first. */
  private readonly waiting = new Set<Readable>();

  drop(body: Readable): void {
    body.read(); // else Node itself drops a body that no one has started to read, as fast as it comes
    body.on('data', (chunk: Buffer) => {
      this.left -= chunk.length;
      freeChunk(chunk);
      if (this.left <= 0) this.wait(body);
      this.tickOn();
    });
    body.once('close', () => this.waiting.delete(body));
    if (this.left <= 0) this.wait(body);
    else body.resume();
  }

  private wait(body: Readable): void {
    body.pause();
    this.waiting.add(body);
  }

  private tickOn(): void {
    if (this.ticking) return;
    this.ticking = true;
    setTimeout(() => this.tick(), TICK_MS).unref();
  }

  private tick(): void {
    this.ticking = false;
    this.left = Math.min(this.left + (BYTES_PER_SECOND * TICK_MS) / 1000, MOST_BYTES);
    let places = Math.ceil(Math.max(0, this.left) / USUAL_CHUNK);
    for (const body of this.waiting) {
      if (places-- <= 0) break;
      this.waiting.delete(body);
      body.resume();
    }
    if (this.left < MOST_BYTES) this.tickOn();
  }
}
