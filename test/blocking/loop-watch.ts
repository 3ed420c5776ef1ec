/**
 * Measures how long the event loop of this process is blocked at a time. An independent timer ticks in every turn of
 * the loop; between two ticks, the processor time of this thread counts. The wall clock would also count other work of
 * the machine.
 */
export class LoopWatch {
  private before = process.threadCpuUsage();
  private longestMicros = 0;
  private readonly timer = setInterval(() => this.tick(), 1);

  /** The longest turn since the last call, in milliseconds. */
  takeLongest(): number {
    this.tick();
    const longest = this.longestMicros / 1000;
    this.longestMicros = 0;
    return longest;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const { user, system } = process.threadCpuUsage(this.before);
    this.before = process.threadCpuUsage();
    this.longestMicros = Math.max(this.longestMicros, user + system);
  }
}
