import type { SetupFacts } from '../setup-facts.js';
import { setupStep, type SetupStep } from '../setup-step.js';
import { BY_HAND_CHECKS } from './by-hand-checks.js';

const ROUTING = ['engage.botCategoryId', 'engage.agentCategoryId'];

/** Everything that the API of Engage can do, in one call. */
export function provisionStep({ slug, engage, verifyTokenIsPublic }: SetupFacts): SetupStep {
  const path = `/admin/tenants/${slug}/provision`;
  return setupStep({
    id: 'provision',
    side: 'service',
    title: 'Let this service set up the rest of Engage',
    warnings: verifyTokenIsPublic
      ? [
          `The verification token of the webhook is \`${engage.verifyToken}\`, which is in public documentation. Send one of your own first, at least 8 characters that no one can guess.`,
        ]
      : [],
    instructions: [
      'Look at the plan first, if you like: it changes nothing.',
      'Apply it. This service creates or adopts the categories "Bot" and "Agent", makes "Bot" the default category of the channel, registers the webhook, creates the two identities and the folder of the agents, and gives agents the right to answer. Nothing is created twice.',
      'The answer says for each part what was done, and what the user of the API access token may not do. Do that by hand, as the section "Engage by hand instead" shows, or give the user the right and apply again.',
    ],
    calls: [
      { label: 'Show the plan', method: 'POST', path: `${path}?mode=plan` },
      { label: 'Set up Engage', method: 'POST', path: `${path}?mode=apply` },
    ],
    inputs: verifyTokenIsPublic
      ? [{ setting: 'engage.verifyToken', label: 'Verification token of your own', secret: true }]
      : [],
    settings: ROUTING,
    checks: [...Object.values(BY_HAND_CHECKS).flat(), 'verify-token'],
  });
}
