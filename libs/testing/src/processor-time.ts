/**
 * The processor time that this thread spends on the work, in milliseconds. Other work on the machine does not count,
 * nor does work that happens only once, such as compiling, because the best of three attempts is used.
 */
export function processorTime(work: () => unknown): number {
  const attempts = Array.from({ length: 3 }, () => {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...attempts);
}
