import type { SetupFacts } from '../setup-facts.js';
import { setupStep, type SetupStep } from '../setup-step.js';

/** Whether anyone can reach this service: everything else depends on it. */
export function reachSteps({ publicUrl }: SetupFacts): SetupStep[] {
  return [
    setupStep({
      id: 'reach',
      side: 'service',
      section: 'reach',
      title: 'Check that this service can be reached',
      instructions: [
        'Open the address below from another network, for example from a phone without Wi-Fi. The answer must contain `"status":"ok"`.',
        'The address must begin with `https://`, with a certificate of a public authority: Engage, your bot and, for files, your customers call it.',
        'If it is wrong, set `PUBLIC_URL`, restart this service and open this guide again: its values contain the address.',
      ],
      checks: ['public-url', 'public-url-reachable'],
      values: [{ field: 'Address to open', value: `${publicUrl}/health/live` }],
    }),
  ];
}
