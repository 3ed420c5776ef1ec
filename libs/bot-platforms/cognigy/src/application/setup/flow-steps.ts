import { botStep, type SetupStep } from '#setup-guide';
import { CODE_NODE, WAITING_DATA } from './flow-snippets.js';

/** What the flow does while and after an agent has the conversation. */
export function flowSteps(): SetupStep[] {
  return [waitingStep(), eventsStep()];
}

function waitingStep(): SetupStep {
  return botStep({
    id: 'cognigy-waiting',
    title: 'Ask the customer to wait',
    instructions: [
      'After a successful start add a Say node with your words, for example "One moment, I am finding a colleague."',
      'If you like, add a quick reply "Cancel" with the payload of `cancelPayload`.',
      'Put the value below into its settings under Data: with it the transformer detects the request at once.',
    ],
    values: [{ field: 'Data', value: WAITING_DATA }],
  });
}

function eventsStep(): SetupStep {
  return botStep({
    id: 'cognigy-events',
    title: 'React to the progress of the handover',
    instructions: [
      'Below that Say node add a Code node with the code below, and mark it as an Entrypoint.',
      'Below it add a Lookup node of the type "Handover Status" (or "CognigyScript" on `input.data.handover.status`) with the cases `queue`, `active`, `completed`, `cancelled` and `error`, all in lower case.',
      'Lead the Say node to the Code node with a "Go To" node set to "Go to Node and wait for Input". End the cases `queue` and `active` with the same "Go To". Never lead back without waiting for input: Cognigy stops a loop after four passes.',
      'In `queue`, look at `input.data.handover.event` first: "inactivity" asks whether the customer is still there; "queueUpdate" may name `input.data.handover.position` and `.estimatedWaitTime` (milliseconds), of which either may be missing; "accepted" and "agentJoined" need no words.',
      'In `active`, react to "inactivity" as before, and to nothing else.',
      'In `completed`, greet the customer; in `cancelled`, confirm; in `error`, say that no one is available (`input.data.handover.error.message`). Let these three go on with the flow.',
    ],
    values: [{ field: 'Code', value: CODE_NODE }],
  });
}
