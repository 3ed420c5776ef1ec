/** How often the progress of an upload is checked, in milliseconds. */
export const STALL_MS = 5_000;
/** Bytes that must arrive in that time; the last part of a body may be smaller. */
export const LEAST_BYTES = 4 * 1024;

/** Reports an upload that makes no progress. */
export class UploadWatch {
  private arrived = 0;
  private isOver = false;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly onStall: () => void) {
    // Bytes that arrived while the process was busy are read first: the caller did not cause that delay.
    this.timer = setInterval(() => setImmediate(() => this.judge()), STALL_MS);
    this.timer.unref();
  }

  progress(bytes: number): void {
    this.arrived += bytes;
  }

  stop(): void {
    this.isOver = true;
    clearInterval(this.timer);
  }

  private judge(): void {
    if (this.isOver) return;
    if (this.arrived < LEAST_BYTES) this.onStall();
    this.arrived = 0;
  }
}
