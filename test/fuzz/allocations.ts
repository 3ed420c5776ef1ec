import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const LOOKS = 40;
const LOOK_MS = 25;
const METER = pathToFileURL(join(import.meta.dirname, 'allocation-meter.mjs')).href;

/** What a connector process has allocated on its heap while it answered a request. */
export interface Allocation {
  /** Number of the request. */
  readonly number: number;
  readonly bytes: number;
}

/** Reads the output of a connector process's allocation meter. */
export class Allocations {
  private bytesRead = 0;

  private constructor(private readonly folder: string) {}

  static async create(): Promise<Allocations> {
    return new Allocations(await mkdtemp(join(tmpdir(), 'engage-handover-allocations-')));
  }

  /** For the connector process. */
  get environment(): { readonly NODE_OPTIONS: string; readonly ALLOCATIONS_FILE: string } {
    return { NODE_OPTIONS: `--import=${METER}`, ALLOCATIONS_FILE: this.file };
  }

  /**
   * The bytes that the last request has allocated, including those of simultaneous requests; the largest value, if it
   * was several requests. They are known a moment after the answer.
   *
   * @returns undefined if it does not become known
   */
  async of(number: number): Promise<number | undefined> {
    for (let look = 0; look < LOOKS; look++) {
      const found = (await this.take()).filter((one) => one.number === number).map(({ bytes }) => bytes);
      if (found.length > 0) return Math.max(...found);
      await pause(LOOK_MS);
    }
    return undefined;
  }

  /** Labelled allocations since the last call: bytes that only resemble HTTP may have no label. */
  async take(): Promise<Allocation[]> {
    const written = (await readFile(this.file, 'latin1')).slice(this.bytesRead);
    const whole = written.slice(0, written.lastIndexOf('\n') + 1);
    this.bytesRead += whole.length;
    return whole
      .split('\n')
      .map((line) => line.split(' ').map(Number))
      .flatMap(([number = NaN, bytes = NaN]) => (Number.isInteger(number + bytes) ? { number, bytes } : []));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  private get file(): string {
    return join(this.folder, 'allocations');
  }
}
