import type { SetupFacts } from '../setup-facts.js';
import { setupStep, type SetupStep } from '../setup-step.js';
import { administrationLinks } from './page-links.js';

/** Only if the bot answers on sources that Engage serves itself. */
export function nativeSteps(facts: SetupFacts): SetupStep[] {
  const { nativeSourceIds } = facts.engage;
  if (nativeSourceIds.length === 0) return [];
  return [
    setupStep({
      id: 'native-sources',
      title: "Let the bot answer on Engage's own sources",
      instructions: [
        'Give the user of the API access token the rights "read" and "reply" on the sources below. With "read" alone the bot receives messages and cannot answer.',
        'Make "Bot" the default category of each of them.',
        'If the webhook is limited to some sources, include these sources.',
        'If the user is a virtual agent in Engage, set `engage.virtualAgent` to `true`.',
      ],
      links: administrationLinks(facts),
      checks: ['native-sources'],
      values: nativeSourceIds.map((id) => ({ field: 'Source', value: id })),
    }),
  ];
}
