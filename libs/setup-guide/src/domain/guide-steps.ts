import type { BotSetup } from './bot-setup.js';
import { byHandSteps } from './engage/by-hand-steps.js';
import { hasOnlyNativeSources, identityStep, manualSteps } from './engage/manual-steps.js';
import { nativeSteps } from './engage/native-steps.js';
import { provisionStep } from './engage/provision-step.js';
import { reachSteps } from './engage/reach-steps.js';
import { checkStep } from './check-step.js';
import type { SetupFacts } from './setup-facts.js';
import { SETUP_SECTIONS, type SetupStep } from './setup-step.js';

/** All steps for this tenant, in order: steps that show problems early come first. */
export function guideSteps(facts: SetupFacts, bot: BotSetup): SetupStep[] {
  const steps = [
    ...reachSteps(facts),
    ...manualSteps(facts),
    provisionStep(facts),
    ...(hasOnlyNativeSources(facts) ? [] : [identityStep(facts)]),
    ...nativeSteps(facts),
    ...byHandSteps(facts),
    checkStep(facts),
    ...bot.steps(facts),
  ];
  return SETUP_SECTIONS.flatMap((section) => steps.filter((step) => step.section === section));
}
