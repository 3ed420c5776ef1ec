import type { SetupFacts } from './setup-facts.js';
import { setupStep, type SetupStep, type SetupStepPart } from './setup-step.js';

/** A script of a bot platform, to be pasted there. */
export interface SetupScript {
  readonly filename: string;
  readonly text: string;
}

/** What a bot platform contributes to the setup guide. */
export interface BotSetup {
  /** The steps on the side of the bot, in order: what shows problems early comes first. The last one tries everything out. */
  steps(facts: SetupFacts): SetupStep[];
  /** The script with this key filled in, where the platform has one. */
  script?(facts: SetupFacts, botKey: string): SetupScript;
}

/** What stands in the place of a bot key. */
export const BOT_KEY_PLACEHOLDER = '<bot key: shown when it was made>';

/** A step on the side of the bot. */
export function botStep(part: SetupStepPart): SetupStep {
  return setupStep({ side: 'bot', section: 'bot', ...part });
}

/** The step at the end, which tries everything out. */
export function testStep(part: SetupStepPart): SetupStep {
  return setupStep({ side: 'bot', section: 'test', ...part });
}

/** Shows a key of the bot once; the others stay valid. */
export function newBotKeyCall({ slug }: SetupFacts): NonNullable<SetupStepPart['calls']>[number] {
  return { label: 'Create a bot key', method: 'POST', path: `/admin/tenants/${slug}/bot-keys` };
}
