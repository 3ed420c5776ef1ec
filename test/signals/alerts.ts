import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
export const RULES = join(ROOT, 'deploy/helm/engage-handover/files/rules.yml');
export const RULE_TESTS = join(ROOT, 'test/signals/rules.test.yml');

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

export const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');

export const rules = (parse(read(RULES)) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
export const panels = (JSON.parse(read('deploy/grafana/engage-handover.json')) as { panels: Panel[] }).panels;

export const expressions = rules
  .map(({ expr }) => expr)
  .concat(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)));

export const NO_PROMTOOL = 'promtool is not installed (Debian: apt-get install prometheus)';
export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** @returns the errors that promtool reports; empty if there are none */
export function promtool(...parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('promtool', parameters, { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}
