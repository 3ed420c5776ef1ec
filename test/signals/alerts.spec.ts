import { describe, expect, it } from 'vitest';
import { expressions, hasPromtool, NO_PROMTOOL, panels, promtool, read, RULE_TESTS, RULES, rules } from './alerts.js';
import { questionsOf } from './promql.js';

const names = rules.map(({ alert }) => alert);

describe('the alerts', () => {
  it('are PromQL, as is the dashboard', () => {
    for (const expression of expressions) expect(questionsOf(expression)).not.toHaveLength(0);
  });

  it('have one section each in the runbook, and the runbook has no others', () => {
    const sections = [...read('docs/runbook.md').matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(sections.toSorted()).toEqual(names.toSorted());
    for (const { alert, annotations } of rules)
      expect(annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
  });

  it('have their urgency in the runbook', () => {
    const runbook = read('docs/runbook.md');
    for (const { alert, labels } of rules)
      expect(runbook).toMatch(new RegExp(`## ${alert}\\n\\n\\*\\*${labels.severity}\\.\\*\\*`, 'i'));
  });

  it('are all tested to fire', () => {
    for (const name of names) expect(read(RULE_TESTS)).toContain(`alertname="${name}"`);
  });

  it('are accepted by Prometheus, and fire only in case of trouble', ({ skip }) => {
    skip(!hasPromtool, NO_PROMTOOL);
    expect(promtool('check', 'rules', RULES)).toBe('');
    expect(promtool('test', 'rules', RULE_TESTS)).toBe('');
  });
});

describe('the dashboard', () => {
  it('has panels with unique titles', () => {
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });
});
