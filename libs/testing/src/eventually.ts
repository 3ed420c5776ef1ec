import { vi } from 'vitest';

/**
 * Waits until the check passes. The limit only ends tests that fail, so it also holds on a slow machine.
 *
 * @returns what the check returns
 * @throws what the check throws at last
 */
export function eventually<Result>(check: () => Result | Promise<Result>, timeoutMs = 60_000): Promise<Result> {
  return vi.waitFor(check, { timeout: timeoutMs, interval: 40 });
}
