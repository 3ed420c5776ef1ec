import { describe, expect, it, vi } from 'vitest';
import { DestinationOutage, ServicePaused } from '#delivery';
import { AppError } from '#kernel';
import { type Check, failed, passed, TenantIncomplete, warned } from '#tenant-config';
import { CheckRun } from './check-run.js';

const aCheck = (id: string, run: Check['run'], needs: string[] = []): Check => ({
  id,
  title: `Title of ${id}`,
  looksAt: '',
  hourly: true,
  needs,
  run,
});
const longEnough = (): AbortSignal => AbortSignal.timeout(30_000);
const runOf = (checks: Check[]) => new CheckRun(checks, longEnough());
const forever = () => new Promise<never>(() => undefined);
const statuses = async (run: CheckRun) => Object.fromEntries((await run.run()).map(({ id, status }) => [id, status]));

class Throttled extends AppError {
  readonly code = 'test.throttled';
  readonly kind = 'throttled';
}

class Refused extends AppError {
  readonly code = 'test.refused';
  readonly kind = 'rejected';
}

describe('a run of checks', () => {
  it('returns results in the given order, with titles', async () => {
    const results = await runOf([aCheck('b', () => warned('seen', 'do')), aCheck('a', () => passed('fine'))]).run();
    expect(results).toEqual([
      { id: 'b', title: 'Title of b', status: 'warn', detail: 'seen', fix: 'do' },
      { id: 'a', title: 'Title of a', status: 'pass', detail: 'fine', fix: null },
    ]);
  });

  it('skips checks that need a failed check, directly or not, whatever the order', async () => {
    const never = vi.fn<() => never>();
    const run = runOf([
      aCheck('leaf', never, ['middle']),
      aCheck('middle', never, ['root']),
      aCheck('root', () => failed('broken', 'repair')),
      aCheck('other', () => passed('fine'), ['warning']),
      aCheck('warning', () => warned('old', 'renew')),
    ]);
    const [leaf] = await run.run();
    expect(await statuses(run)).toEqual({
      leaf: 'skipped',
      middle: 'skipped',
      root: 'fail',
      other: 'pass',
      warning: 'warn',
    });
    expect(leaf?.detail).toContain('"Title of middle" (middle)');
    expect(never).not.toHaveBeenCalled();
  });

  it('runs each check once, however many others need it', async () => {
    const root = vi.fn(() => passed('fine'));
    await runOf([
      aCheck('root', root),
      aCheck('a', () => passed('fine'), ['root']),
      aCheck('b', () => passed('fine'), ['root']),
    ]).run();
    expect(root).toHaveBeenCalledOnce();
  });

  it.each([
    new DestinationOutage('bot.example cannot be reached (ENOTFOUND).'),
    new ServicePaused({ kind: 'engage-send-api', host: 'bot.example' }, 'bot.example has been away for 9 s.'),
  ])('names the settings to check when a host cannot be reached: %s', async (error) => {
    const run = runOf([
      aCheck('bot', () => {
        throw error;
      }),
    ]);
    expect(await run.run()).toMatchObject([
      { status: 'fail', detail: error.message, fix: expect.stringContaining('DNS') },
    ]);
  });

  it('postpones a check whose call must wait, and the checks that need it', async () => {
    const run = runOf([
      aCheck('leaf', () => passed(''), ['root']),
      aCheck('root', () => {
        throw new Throttled('Engage must not be asked now.');
      }),
    ]);
    expect(await run.run()).toMatchObject([
      { status: 'skipped', postponed: true },
      { status: 'skipped', postponed: true, detail: 'Engage must not be asked now.' },
    ]);
  });

  it('ignores a need that is not part of the run', async () => {
    expect(await statuses(runOf([aCheck('a', () => passed('fine'), ['left-out'])]))).toEqual({ a: 'pass' });
  });

  it('ends a check at its deadline, and all checks at the deadline of the run', async () => {
    const signals: AbortSignal[] = [];
    const hangs: Check['run'] = (signal) => {
      signals.push(signal);
      return forever();
    };
    const run = new CheckRun(
      [aCheck('slow', hangs), aCheck('later', hangs, ['fast']), aCheck('fast', () => passed(''))],
      AbortSignal.timeout(60),
      30,
    );
    const results = await run.run();
    expect(results.map(({ status }) => status)).toEqual(['fail', 'fail', 'pass']);
    expect(results[0]?.detail).toContain('within 0.03 seconds');
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  it.each([
    ['a missing setting', new TenantIncomplete(['engage.sourceId']), 'skipped', 'engage.sourceId'],
    ['one of our errors', new Refused('Engage says no.'), 'fail', 'Engage says no.'],
    ['anything else', new Error('secret inside'), 'fail', 'The check itself failed'],
  ])('makes a finding of %s', async (_, error, status, detail) => {
    const run = runOf([
      aCheck('a', () => {
        throw error;
      }),
    ]);
    expect(await run.run()).toMatchObject([{ status, detail: expect.stringContaining(detail) }]);
  });
});
