import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DomainEvents } from './domain/domain-events.js';
import type { EngageState, Snapshot } from './domain/state/engage-state.js';

const WRITE_GAP_MS = 500;

/** Stores the domain in a JSON file, so that it survives a restart. */
export class SnapshotFile {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly state: EngageState,
  ) {}

  /** undefined if there is no file yet. @throws if the file is damaged: stopping is better than losing it silently. */
  static async read(path: string): Promise<Snapshot | undefined> {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as Snapshot;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  watch(events: DomainEvents): void {
    events.onChange(() => {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        void this.write();
      }, WRITE_GAP_MS);
    });
  }

  /** One write at a time; the new file replaces the old one only when it is complete. */
  async write(): Promise<void> {
    this.writing = this.writing.then(async () => {
      await mkdir(dirname(this.path), { recursive: true });
      await writeFile(`${this.path}.new`, JSON.stringify(this.state.snapshot()));
      await rename(`${this.path}.new`, this.path);
    });
    await this.writing;
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.write();
  }
}
