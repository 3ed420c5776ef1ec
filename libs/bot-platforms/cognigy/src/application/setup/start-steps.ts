import { BOT_KEY_PLACEHOLDER, botStep, newBotKeyCall, type SetupFacts, type SetupStep } from '#setup-guide';
import { START_BODY, TRANSCRIPT_NODE } from './flow-snippets.js';

/** Stores the key with which nodes authenticate. */
export function connectionStep(facts: SetupFacts): SetupStep {
  return botStep({
    id: 'cognigy-connection',
    title: 'Store the bot key as a Connection',
    instructions: [
      'Open Build > Connections, create a Connection of the type "API Key (X-API-Key)" and name it "Engage Handover".',
      'The HTTP Request nodes below use it as their authentication. If you no longer have the key, create another one; the others stay valid.',
    ],
    values: [{ field: 'Key', value: BOT_KEY_PLACEHOLDER }],
    calls: [newBotKeyCall(facts)],
  });
}

/** The nodes that request an agent. */
export function startSteps({ botBaseUrl }: SetupFacts): SetupStep[] {
  return [transcriptStep(), requestStep(botBaseUrl)];
}

function transcriptStep(): SetupStep {
  return botStep({
    id: 'cognigy-transcript',
    title: 'Collect what was said so far',
    instructions: [
      'Skip this step, and leave `transcript` out of the payload of the next one, if Engage gets every conversation anyway (`handover.forwardOnlyHandover` is `false`).',
      'Where the flow should hand over, add a "Get Transcript" node with a limit of 30 that stores into `input.transcript`.',
      'Below it add a Code node with the code below. An HTTP Request node sends at most 65 kB: the code keeps the newest turns that fit together with the profile.',
      'If your contact profiles are larger than about 50 kB, list the members that agents need instead of the whole profile.',
    ],
    values: [{ field: 'Code', value: TRANSCRIPT_NODE }],
  });
}

function requestStep(botBaseUrl: string): SetupStep {
  return botStep({
    id: 'cognigy-start',
    title: 'Ask for an agent',
    instructions: [
      'Below it add an HTTP Request node: method POST, authentication type "API Key (X-API-Key)" with the Connection, payload type JSON, URL and payload as below. Ids stand in quotes: long ones would be refused as numbers.',
      'Store the response in Input under `handoverStart`. Switch off "Abort Flow Execution on Error", "Execute asynchronously" and "Cache Results". Timeout 8000, retry attempts 2.',
      'After the node, branch: `input.handoverStart.handoverId` exists when it worked; else `input.handoverStart.handover.error.message` says why not. If `input.handoverStart.warnings` exists, shorten what is sent.',
      'The nodes fit everywhere: behind an intent, in the escalation of a Question node ("Go To Node" or "Execute Flow and Return"), or as the branch of a tool of an AI Agent, which may be called again while the handover runs.',
    ],
    values: [
      { field: 'URL', value: `${botBaseUrl}/cognigy/handovers` },
      { field: 'Payload', value: START_BODY },
    ],
  });
}
