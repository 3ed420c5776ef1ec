import type { SetupFacts } from './setup-facts.js';
import { setupStep, type SetupStep, type SetupStepPart } from './setup-step.js';

/** A script of a bot platform, to be pasted there. */
export interface SetupScript {
  readonly filename: string;
  readonly text: string;
}

/** What a bot platform contributes to the setup guide. */
export interface BotSetup {
  /**
   * The steps on the side of the bot, in order: steps that show problems early come first. The last one tests
   * everything.
   */
  steps(facts: SetupFacts): SetupStep[];
  /** The script with this key filled in, if the platform has one. */
  script?(facts: SetupFacts, botKey: string): SetupScript;
}

/** Placeholder of a bot key. */
export const BOT_KEY_PLACEHOLDER = '<bot key: shown when it was made>';

/** A step on the side of the bot. */
export function botStep(part: SetupStepPart): SetupStep {
  return setupStep({ side: 'bot', section: 'bot', ...part });
}

/** The step at the end, which tests everything. It links to the console, which shows why a message does not arrive. */
export function testStep({ slug, publicUrl }: SetupFacts, part: SetupStepPart): SetupStep {
  return setupStep({
    side: 'bot',
    section: 'test',
    ...part,
    instructions: [
      ...part.instructions,
      'If something does not arrive, open `/console/conversations`: the timeline of the conversation says why.',
    ],
    links: [{ label: 'Conversations in the console', url: `${publicUrl}/console/conversations?tenant=${slug}` }],
  });
}

/** Creates a bot key, which is shown once; the others stay valid. */
export function newBotKeyCall({ slug }: SetupFacts): NonNullable<SetupStepPart['calls']>[number] {
  return { label: 'Create a bot key', method: 'POST', path: `/admin/tenants/${slug}/bot-keys` };
}
