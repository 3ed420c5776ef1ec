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

/** The guide as people read it: in sections, the steps numbered through, and how far it is done. */
export interface NumberedGuide extends Omit<SetupGuide, 'steps'> {
  readonly sections: readonly GuideSection[];
  readonly done: number;
  /** Without optional steps, and those that nothing here can show to be done. */
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
  return SETUP_SECTIONS.map((id) => ({
    id,
    ...SECTION_WORDS[id],
    steps: placed.filter(({ section }) => section === id),
  })).filter((section) => section.steps.length > 0);
}
