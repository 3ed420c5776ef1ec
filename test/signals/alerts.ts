import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
export const RULES = join(ROOT, 'deploy/prometheus/rules.yml');
export const RULE_TESTS = join(ROOT, 'deploy/prometheus/rules.test.yml');

export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

export const rules = (parse(read('deploy/prometheus/rules.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
export const panels = (JSON.parse(read('deploy/grafana/engage-handover.json')) as { panels: Panel[] }).panels;

export const expressions = rules
  .map(({ expr }) => expr)
  .concat(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)));

export const NO_PROMTOOL = 'promtool is not installed (Debian: apt-get install prometheus)';
export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** @returns what promtool has against it; empty when it has nothing */
export function promtool(...parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('promtool', parameters, { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}
