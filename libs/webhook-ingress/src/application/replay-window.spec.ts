import { FakeClock } from '#testing';
import { describe, expect, it } from 'vitest';
import type { Traffic } from '#tenant-config';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { IngressMetrics } from './ingress-metrics.js';
import { ReplayWindow } from './replay-window.js';

const HOUR_MS = 3_600_000;

describe('the replay window', () => {
  const clock = new FakeClock();
  const counted: string[] = [];
  const metrics = {
    outsideWindow: (...labels: string[]) => counted.push(labels.join(' ')),
  } as unknown as IngressMetrics;
  const noticed: string[] = [];
  const traffic = { refused: (...seen: string[]) => noticed.push(seen.slice(1).join(': ')) } as unknown as Traffic;
  const window = new ReplayWindow(clock, metrics, traffic);
  const at = (offsetMs: number): Date => new Date(clock.millis() + offsetMs);
  const enforcing = aTenant({ engage: { replayWindow: 'enforce' } });

  it.each([
    ['now', 0, true],
    ['the last retry of Engage', -(32_000 + (4 + 17 + 52 + 120) * 60_000), true],
    ['a day ago', -24 * HOUR_MS, true],
    ['a little longer ago', -24 * HOUR_MS - 1, false],
    ['a year ago', -365 * 24 * HOUR_MS, false],
    ['a clock that is ahead', 15 * 60_000, true],
    ['the future', 15 * 60_000 + 1, false],
  ])('takes %s (%i ms): %s', (_, offsetMs, admitted) => {
    expect(window.admits(enforcing, 'webhook', at(offsetMs))).toBe(admitted);
    expect(counted.splice(0)).toEqual(admitted ? [] : ['webhook enforce']);
  });

  it('only counts while the tenant observes, which is the default', () => {
    expect(window.admits(aTenant(), 'sdk', at(-25 * HOUR_MS))).toBe(true);
    expect(counted.splice(0)).toEqual(['sdk observe']);
    expect(noticed.at(-1)).toBe('call-times: The time of a call was 2026-03-01T08:00:00.000Z.');
  });

  it('accepts calls without a time', () => {
    expect(window.admits(enforcing, 'sdk', undefined)).toBe(true);
    expect(counted).toEqual([]);
  });
});
