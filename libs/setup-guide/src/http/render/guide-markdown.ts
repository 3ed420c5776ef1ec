import type { BotSetup } from '../../domain/bot-setup.js';
import { guideSteps } from '../../domain/guide-steps.js';
import { numberedSections } from '../../domain/numbered-guide.js';
import type { SetupFacts } from '../../domain/setup-facts.js';
import { judged } from '../../domain/setup-guide.js';
import { sectionText } from './guide-text.js';

/**
 * The guide of an example tenant for the documentation: without states, and without the steps of the setup call.
 *
 * @param level of the sections' headings
 */
export function guideMarkdown(facts: SetupFacts, bot: BotSetup, level: number): string {
  const steps = guideSteps(facts, bot).map((step) => judged(step, facts.missing, new Map()));
  return numberedSections(steps)
    .filter(({ id }) => id !== 'by-hand')
    .map((section) => sectionText(section, facts.slug, { level, states: false }))
    .join('\n\n');
}
