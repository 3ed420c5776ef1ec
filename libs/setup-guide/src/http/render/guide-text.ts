import { numbered, type GuideSection, type NumberedGuide, type NumberedStep } from '../../domain/numbered-guide.js';
import { patchBody } from '../../domain/patch-body.js';
import type { SetupGuide } from '../../domain/setup-guide.js';
import type { SetupLink, SetupValue } from '../../domain/setup-step.js';

/** The guide as plain text, which is also Markdown. */
export function guideText(guide: SetupGuide): string {
  const all = numbered(guide);
  const sections = all.sections.map((section) => sectionText(section, guide.tenant, { level: 2, states: true }));
  return `# Set up ${guide.name} (${guide.tenant})\n\n${progressWords(all, minuteOf)}\n\n${sections.join('\n\n')}\n`;
}

/**
 * The progress of the guide as a text.
 *
 * @param shown the time as this format shows it
 */
export function progressWords({ done, total, checkedAt }: NumberedGuide, shown: (time: Date) => string): string {
  const checked = checkedAt ? `All checks ran last at ${shown(checkedAt)}.` : 'Not all checks have run yet.';
  return `${done} of ${total} steps that can be checked are done. ${checked}`;
}

/** A time for readers: `2026-05-04 09:30 UTC`. */
export function minuteOf(time: Date): string {
  return `${time.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ')} UTC`;
}

export interface TextOptions {
  /** Level of the section's heading; steps are one below. */
  readonly level: number;
  /** Whether the text shows what is done; else it is the same for every tenant. */
  readonly states: boolean;
}

export function sectionText({ title, intro, steps }: GuideSection, tenant: string, options: TextOptions): string {
  const parts = steps.flatMap((step) => stepText(step, tenant, options));
  return [`${'#'.repeat(options.level)} ${title}`, intro, ...parts].join('\n\n');
}

function stepText(step: NumberedStep, tenant: string, options: TextOptions): string[] {
  return [
    headingText(step, options),
    ...(options.states ? findingsText(step) : []),
    ...step.warnings.map((warning) => `Warning: ${warning}`),
    step.instructions.map((instruction) => `- ${instruction}`).join('\n'),
    ...(step.links.length > 0 ? [step.links.map(linkText).join('\n')] : []),
    ...step.values.map(valueText),
    ...patchText(step, tenant),
    ...callsText(step),
  ];
}

const MARKS = { done: '[x] ', failing: '[!] ', open: '[ ] ', unknown: '' } as const;

function headingText(step: NumberedStep, { level, states }: TextOptions): string {
  const { number, title, byHand, optional, section, state } = step;
  const place = number === undefined ? '' : `${number}. `;
  const remark = byHand ?? (optional && section === 'bot' ? 'optional' : undefined);
  return `${'#'.repeat(level + 1)} ${states ? MARKS[state] : ''}${place}${title}${remark ? ` (${remark})` : ''}`;
}

const RESULTS = { fail: 'Fails', warn: 'Warning', pass: 'Passes', skipped: 'Not checked' } as const;

function findingsText({ findings }: NumberedStep): string[] {
  return findings.map(({ status, detail, fix }) => `${RESULTS[status]}: ${detail}${fix ? ` ${fix}` : ''}`);
}

function linkText({ label, url }: SetupLink): string {
  return `- ${label}: <${url}>`;
}

function valueText({ field, value }: SetupValue): string {
  return /[\n`]/.test(value) ? `${field}:\n\n${block(value)}` : `${field}: \`${value}\``;
}

function patchText({ inputs }: NumberedStep, tenant: string): string[] {
  const body = patchBody(inputs);
  if (!body) return [];
  return [`Send back with \`PATCH /admin/tenants/${tenant}\`:`, block(JSON.stringify(body, null, 2), 'json')];
}

function callsText({ calls, choices }: NumberedStep): string[] {
  const lines = calls.map(({ label, method, path }) => `- ${label}: \`${method} ${path}\``);
  const body = patchBody(choices);
  return [
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ...(body ? [`Body of the calls, optional: \`${JSON.stringify(body)}\``] : []),
  ];
}

function block(text: string, language = ''): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
