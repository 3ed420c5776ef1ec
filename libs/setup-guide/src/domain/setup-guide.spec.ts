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
  it('is open while a setting is missing, whatever the checks say', () => {
    expect(stateOf({ inputs: INPUTS }, ['bot.callbackUrl'])).toBe('open');
    const passed = CHECKS.map((id) => result(id, 'pass'));
    expect(stateOf({ inputs: INPUTS, checks: CHECKS }, ['bot.callbackUrl'], passed)).toBe('open');
  });

  it('is done once its settings are sent back, if nothing checks it', () => {
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
  ] as const)('with a check that says %s and one that says %s is %s', (one, two, state) => {
    expect(stateOf({ checks: CHECKS }, [], [result('one', one), result('two', two)])).toBe(state);
  });

  it('is open while one of its checks has never run', () => {
    expect(stateOf({ checks: CHECKS }, [], [result('one', 'pass')])).toBe('open');
  });

  it('shows what its checks found, the worst first', () => {
    const step = setupStep({ id: 's', title: 'S', instructions: [], checks: CHECKS });
    const results = [result('one', 'warn'), result('two', 'fail'), result('other', 'fail')];
    const { findings } = judged(step, [], new Map(results.map((found) => [found.id, found])));
    expect(findings.map(({ id }) => id)).toEqual(['two', 'one']);
  });
});
