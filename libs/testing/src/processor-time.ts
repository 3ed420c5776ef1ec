/**
 * The time that this thread spends on the processor with the work, in milliseconds: other work on the machine does not count,
 * nor does what happens once only, such as compiling, because the best of three attempts is taken.
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
