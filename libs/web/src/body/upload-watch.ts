/** How often the progress of an upload is judged, in milliseconds. */
export const STALL_MS = 5_000;
/** What must arrive in that time; the last part of a body may be less. */
export const LEAST_BYTES = 4 * 1024;

/** Reports an upload that makes no progress. */
export class UploadWatch {
  private arrived = 0;
  private isOver = false;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly onStall: () => void) {
    // What arrived while the process was busy is read first: that delay was ours.
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
