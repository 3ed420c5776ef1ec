import type { CheckResult } from '#tenant-config';
import { SECTION_WORDS, type SectionWords } from './section-words.js';
import type { GuideStep, SetupGuide } from './setup-guide.js';
import { SETUP_SECTIONS, type SetupSection } from './setup-step.js';

/** A step with its place in the guide; optional steps have none. */
export interface NumberedStep extends GuideStep {
  readonly number: number | undefined;
  /** "by hand, 2 of 4" */
  readonly byHand: string | undefined;
}

export interface GuideSection extends SectionWords {
  readonly id: SetupSection;
  readonly steps: readonly NumberedStep[];
}

/** The guide for readers: in sections, with numbered steps and its progress. */
export interface NumberedGuide extends Omit<SetupGuide, 'steps'> {
  readonly sections: readonly GuideSection[];
  readonly done: number;
  /** Number of steps, without optional ones and those whose state is unknown. */
  readonly total: number;
}

export function numbered({ steps, ...guide }: SetupGuide): NumberedGuide {
  const needed = steps.filter(({ optional }) => !optional);
  return {
    ...guide,
    sections: numberedSections(steps),
    done: needed.filter(({ state }) => state === 'done').length,
    total: needed.filter(({ state }) => state !== 'unknown').length,
  };
}

/** Sections that have steps. */
export function numberedSections(steps: readonly GuideStep[]): GuideSection[] {
  const needed = steps.filter(({ optional }) => !optional);
  const manual = steps.filter((step) => step.manual);
  const placed = steps.map((step) => ({
    ...step,
    number: step.optional ? undefined : needed.indexOf(step) + 1,
    byHand: step.manual ? `by hand, ${manual.indexOf(step) + 1} of ${manual.length}` : undefined,
  }));
  const stepsToDo = placed.flatMap(({ number, missing }) => (number && missing.length > 0 ? [number] : []));
  const here = placed.map((step) => ({ ...step, findings: step.findings.map((one) => inGuide(one, stepsToDo)) }));
  return SETUP_SECTIONS.map((id) => ({
    id,
    ...SECTION_WORDS[id],
    steps: here.filter(({ section }) => section === id),
  })).filter((section) => section.steps.length > 0);
}

/** Missing settings are a matter of steps here; the result of the check names calls. */
function inGuide(finding: CheckResult, stepsToDo: readonly number[]): CheckResult {
  if (finding.id !== 'settings-complete') return finding;
  if (stepsToDo.length === 0) return { ...finding, fix: 'They are set now. Run the checks again.' };
  return { ...finding, fix: `Do ${stepsToDo.length === 1 ? 'step' : 'steps'} ${listed(stepsToDo)}.` };
}

/** `2`, `2 and 3`, `2, 3 and 5` */
function listed(numbers: readonly number[]): string {
  return numbers.join(', ').replace(/, (\d+)$/, ' and $1');
}
