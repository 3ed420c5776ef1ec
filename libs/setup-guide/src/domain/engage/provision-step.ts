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
          `The verification token of the webhook is \`${engage.verifyToken}\`, which is in public documentation. Send your own token first: at least 8 characters that are hard to guess.`,
        ]
      : [],
    instructions: [
      'Choose the agents who take conversations over, by team or by e-mail address. You can also choose them later and run the setup again.',
      'You can look at the plan first: it changes nothing.',
      'Set up Engage. This service creates or adopts the categories "Bot" and "Agent" below one root, makes "Bot" the default category of the source, registers the webhook with exactly the events it needs, creates the folder of the agents and both identities, and gives the chosen agents the category "Agent" and the rights "read" and "reply". Nothing is created twice: you can repeat the call at any time.',
      'The answer shows for each part what was done, and what the user of the API access token may not do. Do these parts by hand (section "Engage by hand instead"), or give the user the right and run the setup again.',
    ],
    calls: [
      { label: 'Show the plan', method: 'POST', path: `${path}?mode=plan` },
      { label: 'Set up Engage', method: 'POST', path: `${path}?mode=apply` },
    ],
    choices: [
      { setting: 'teams', label: 'Teams, by name', list: true },
      { setting: 'agents', label: 'Agents, by e-mail address', list: true },
    ],
    inputs: verifyTokenIsPublic
      ? [{ setting: 'engage.verifyToken', label: 'Verification token of your own', secret: true }]
      : [],
    settings: ROUTING,
    checks: [...Object.values(BY_HAND_CHECKS).flat(), 'verify-token'],
  });
}
