import { type SetupFacts, type SetupStep, testStep } from '#setup-guide';
import { hasOnlyNativeSources } from '../cognigy-settings.js';

/** A handover from the customer's first word to the return. */
export function tryStep(facts: SetupFacts): SetupStep {
  const asCustomer = hasOnlyNativeSources(facts.engage)
    ? 'Write as a customer on one of the sources, and ask for an agent.'
    : 'Open the Webchat demo of the Endpoint and ask for an agent.';
  return testStep(facts, {
    id: 'cognigy-test',
    title: 'Hand over a first conversation',
    instructions: [
      asCustomer,
      'Take the conversation in Engage and answer: the customer sees the answer. Complete it there: the flow goes on in the case `completed`.',
      'If nothing arrives in Engage, look at the Logs of the Cognigy project for errors of the transformer.',
    ],
  });
}
