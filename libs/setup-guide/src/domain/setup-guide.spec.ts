import { describe, expect, it } from 'vitest';
import type { CheckResult } from '#tenant-config';
import { judged } from './setup-guide.js';
import { setupStep, type SetupStepPart } from './setup-step.js';

const result = (id: string, status: CheckResult['status']): CheckResult => ({
  id,
  title: id,
  status,
  detail: 'seen',
  fix: null,
});
const stateOf = (part: Partial<SetupStepPart>, missing: string[] = [], results: CheckResult[] = []) => {
  const step = setupStep({ id: 's', title: 'S', instructions: [], ...part });
  return judged(step, missing, new Map(results.map((one) => [one.id, one]))).state;
};
const INPUTS = [{ setting: 'bot.callbackUrl', label: 'Address' }];
const CHECKS = ['one', 'two'];

describe('a step', () => {
  it('is open while a setting is missing, whatever the results of checks are', () => {
    expect(stateOf({ inputs: INPUTS }, ['bot.callbackUrl'])).toBe('open');
    const passed = CHECKS.map((id) => result(id, 'pass'));
    expect(stateOf({ inputs: INPUTS, checks: CHECKS }, ['bot.callbackUrl'], passed)).toBe('open');
  });

  it('is done once its settings are sent back, if it has no checks', () => {
    expect(stateOf({ inputs: INPUTS })).toBe('done');
  });

  it('is not done by a secret that this service has generated', () => {
    expect(stateOf({ settings: ['bot.callbackSecret'] })).toBe('unknown');
    expect(stateOf({})).toBe('unknown');
  });

  it.each([
    ['pass', 'pass', 'done'],
    ['pass', 'warn', 'done'],
    ['pass', 'skipped', 'done'],
    ['skipped', 'skipped', 'open'],
    ['fail', 'pass', 'failing'],
    ['fail', 'skipped', 'failing'],
  ] as const)('with a check with the result %s and one with %s is %s', (one, two, state) => {
    expect(stateOf({ checks: CHECKS }, [], [result('one', one), result('two', two)])).toBe(state);
  });

  it('is open while one of its checks has never run', () => {
    expect(stateOf({ checks: CHECKS }, [], [result('one', 'pass')])).toBe('open');
  });

  it('is checked once all its checks have run', () => {
    const checked = (...results: CheckResult[]) =>
      judged(
        setupStep({ id: 's', title: 'S', instructions: [], checks: CHECKS }),
        [],
        new Map(results.map((one) => [one.id, one])),
      ).isChecked;
    expect(checked(result('one', 'pass'))).toBe(false);
    expect(checked(result('one', 'skipped'), result('two', 'skipped'))).toBe(true);
  });

  it('shows the results of its checks, the worst first', () => {
    const step = setupStep({ id: 's', title: 'S', instructions: [], checks: CHECKS });
    const results = [result('one', 'warn'), result('two', 'fail'), result('other', 'fail')];
    const { findings } = judged(step, [], new Map(results.map((found) => [found.id, found])));
    expect(findings.map(({ id }) => id)).toEqual(['two', 'one']);
  });
});
