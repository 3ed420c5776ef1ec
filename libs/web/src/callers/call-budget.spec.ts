import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallBudget } from './call-budget.js';
import { DEFAULT_CALL_LIMITS } from './call-limits.js';
import type { Caller } from './caller.js';
import { networkOf } from './network-of.js';
import { TokenBuckets } from './token-buckets.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('the budget of callers with a valid credential', () => {
  const limits = {
    ...DEFAULT_CALL_LIMITS,
    botCallsPerSecond: 2,
    adminCallsPerSecond: 1,
    engageCallsPerSecond: 2,
  };
  const bot: Caller = { kind: 'bot', id: 'acme', keyId: null };
  const engage: Caller = { kind: 'engage', id: 'acme', keyId: null };

  it('accepts five seconds’ worth of calls at once, then one second’s worth per second', () => {
    const budget = new CallBudget(limits);
    const taken = (calls: number): number =>
      Array.from({ length: calls }, () => budget.take(bot)).filter((refusal) => !refusal).length;
    expect(taken(20)).toBe(10);
    vi.advanceTimersByTime(1_000);
    expect(taken(20)).toBe(2);
    vi.advanceTimersByTime(3_600_000);
    expect(taken(20)).toBe(10);
  });

  it('reports when the next call will be accepted', () => {
    const budget = new CallBudget(limits);
    while (!budget.take(bot));
    expect(budget.take(bot)).toMatchObject({ code: 'request.too-many-calls', retryAfterMs: 500 });
    vi.advanceTimersByTime(499);
    expect(budget.take(bot)).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(budget.take(bot)).toBeUndefined();
  });

  it('is separate for each tenant, and for each tenant’s Engage domain', async () => {
    const budget = new CallBudget(limits);
    while (!budget.take(bot));
    expect(budget.take({ kind: 'bot', id: 'globex', keyId: null })).toBeUndefined();
    expect(budget.take({ kind: 'admin', id: 'acme', keyId: null })).toBeUndefined();
    expect(await budget.takeInTurn(engage)).toBeUndefined();
  });

  it('lets calls of Engage wait for their turn, in order, and refuses only those that would wait too long', async () => {
    const budget = new CallBudget(limits);
    const turns: number[] = [];
    const refused: number[] = [];
    for (let call = 0; call < 20; call++)
      void budget.takeInTurn(engage).then((refusal) => (refusal ? refused : turns).push(call));
    await vi.advanceTimersByTimeAsync(0);
    expect(turns).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(refused).toEqual([17, 18, 19]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(turns.slice(10)).toEqual([10, 11]);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(turns.slice(12)).toEqual([12, 13, 14, 15, 16]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await budget.takeInTurn(engage)).toBeUndefined();
  });
});

describe('token buckets', () => {
  it('are bounded in number', () => {
    const buckets = new TokenBuckets({ calls: 1, perMs: 60_000, burst: 1 });
    expect([buckets.take('first'), buckets.take('first')]).toEqual([true, false]);
    for (let more = 0; more < 10_000; more++) buckets.take(`address-${more}`);
    expect(buckets.take('first')).toBe(true);
  });
});

describe('an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['unknown', 'unknown'],
  ])('%s counts as %s', (address, counted) => expect(networkOf(address)).toBe(counted));

  it('of IPv6 counts as its customer’s network', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::1'));
    expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
  });
});
