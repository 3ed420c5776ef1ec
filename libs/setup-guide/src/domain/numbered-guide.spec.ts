import { expect, it } from 'vitest';
import type { CheckResult } from '#tenant-config';
import { numberedSections } from './numbered-guide.js';
import { judged } from './setup-guide.js';
import { setupStep } from './setup-step.js';

const INCOMPLETE: CheckResult = {
  id: 'settings-complete',
  title: 'All settings',
  status: 'fail',
  detail: 'Still missing: one.',
  fix: 'Read the guide.',
};
const step = (id: string, checks: string[] = []) =>
  setupStep({ id, title: id, instructions: [], checks, inputs: [{ setting: id, label: id }] });

it.each([
  [['a'], 'Do step 1.'],
  [['a', 'b'], 'Do steps 1 and 2.'],
  [['a', 'b', 'c'], 'Do steps 1, 2 and 3.'],
  [[], 'They are set now. Run the checks again.'],
])('a check that finds missing settings names the steps of %j', (missing, fix) => {
  const results = new Map([[INCOMPLETE.id, INCOMPLETE]]);
  const steps = [step('a'), step('b'), step('c'), step('check', [INCOMPLETE.id])];
  const sections = numberedSections(steps.map((one) => judged(one, missing, results)));
  const findings = sections.flatMap((section) => section.steps.flatMap((one) => one.findings));
  expect(findings).toEqual([{ ...INCOMPLETE, fix }]);
});
