import { numbered, type GuideSection, type NumberedStep } from '../../domain/numbered-guide.js';
import { patchBody } from '../../domain/patch-body.js';
import type { SetupGuide } from '../../domain/setup-guide.js';
import type { SetupCall, SetupValue } from '../../domain/setup-step.js';

export interface TextOptions {
  /** Level of the headings of sections; steps are one below. */
  readonly level: number;
  /** Whether the text says what is done, as in an answer; else it is the guide of any tenant. */
  readonly states: boolean;
}

/** The guide as plain text, which is also Markdown. */
export function guideText(guide: SetupGuide, { level, states }: TextOptions = { level: 2, states: true }): string {
  const { sections, done, total, name, tenant } = numbered(guide);
  const head = states
    ? [`# Set up ${name} (${tenant})`, `${done} of ${total} steps are done. ${checkedWords(guide.checkedAt)}`]
    : [];
  return `${[...head, ...sections.flatMap((section) => sectionText(section, tenant, level, states))].join('\n\n')}\n`;
}

/** When the checks ran, in words. */
export function checkedWords(at: Date | undefined): string {
  return at ? `The checks ran last at ${at.toISOString()}.` : 'The checks have not run yet.';
}

function sectionText({ title, intro, steps }: GuideSection, tenant: string, level: number, states: boolean): string[] {
  const parts = steps.flatMap((step) => stepText(step, tenant, level + 1, states));
  return [`${'#'.repeat(level)} ${title}`, intro, ...parts];
}

const MARKS = { done: '[x] ', failing: '[!] ', open: '[ ] ' } as const;

function stepText(step: NumberedStep, tenant: string, level: number, states: boolean): string[] {
  const { number, title, byHand, optional } = step;
  const place = number === undefined ? '' : `${number}. `;
  const remark = byHand ?? (optional && step.section === 'bot' ? 'optional' : undefined);
  return [
    `${'#'.repeat(level)} ${states ? MARKS[step.state] : ''}${place}${title}${remark ? ` (${remark})` : ''}`,
    ...(states
      ? step.findings.map(({ status, detail, fix }) => `${WORDS[status]}: ${detail} ${fix ?? ''}`.trimEnd())
      : []),
    ...step.warnings.map((warning) => `Warning: ${warning}`),
    step.instructions.map((instruction) => `- ${instruction}`).join('\n'),
    ...step.values.map(valueText),
    ...patchText(step, tenant),
    ...callsText(step.calls),
  ];
}

const WORDS = { fail: 'Fails', warn: 'Warning', pass: 'Passes', skipped: 'Not checked' } as const;

function valueText({ field, value }: SetupValue): string {
  return value.includes('\n') || value.includes('`') ? `${field}:\n\n${block(value)}` : `${field}: \`${value}\``;
}

function patchText({ inputs }: NumberedStep, tenant: string): string[] {
  const body = patchBody(inputs);
  if (!body) return [];
  return [`Send back with \`PATCH /admin/tenants/${tenant}\`:`, block(JSON.stringify(body, null, 2), 'json')];
}

function callsText(calls: readonly SetupCall[]): string[] {
  if (calls.length === 0) return [];
  return [calls.map(({ label, method, path }) => `- ${label}: \`${method} ${path}\``).join('\n')];
}

function block(text: string, language = ''): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
