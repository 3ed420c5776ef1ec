import { botStep, type SetupFacts, type SetupStep, type SetupStepPart } from '#setup-guide';
import { END_BODY, INACTIVITY_BODY, START_DATA } from './flow-snippets.js';

/** Optional parts of a flow. */
export function optionalSteps(facts: SetupFacts): SetupStep[] {
  return [endStep(facts), sayStep(), outputsStep(facts)].map((part) => botStep({ ...part, optional: true }));
}

function endStep({ botBaseUrl }: SetupFacts): SetupStepPart {
  return {
    id: 'cognigy-end',
    title: 'End or watch a handover from the flow',
    instructions: [
      'Further HTTP Request nodes like the first end the handover as completed (close) or as cancelled (cancel), or set the minutes of silence after which the flow receives an event (inactivity).',
      'Each answers 202, or 404 when no handover runs. The flow then receives an event.',
    ],
    values: [
      { field: 'URL to close', value: `${botBaseUrl}/cognigy/handovers/close` },
      { field: 'URL to cancel', value: `${botBaseUrl}/cognigy/handovers/cancel` },
      { field: 'Payload to close or cancel', value: END_BODY },
      { field: 'URL for inactivity', value: `${botBaseUrl}/cognigy/handovers/inactivity` },
      { field: 'Payload for inactivity', value: INACTIVITY_BODY },
    ],
  };
}

function sayStep(): SetupStepPart {
  return {
    id: 'cognigy-say-data',
    title: 'Start without an HTTP Request node',
    instructions: [
      'A Say node without text and with this Data starts a handover through the Output Transformer. The actions "close" and "cancel" end it.',
      'The flow cannot read the answer. If the start is refused, its next input carries `input.data.handover` with the status `error`.',
    ],
    values: [{ field: 'Data', value: START_DATA }],
  };
}

function outputsStep({ urls }: SetupFacts): SetupStepPart {
  return {
    id: 'cognigy-outputs',
    title: 'Receive the outputs of a Webhook Endpoint',
    instructions: [
      'For a Webhook Endpoint choose a password of at least 8 characters and send it to this service. The user name is `cognigy`, unless you set `bot.outputsUser`.',
      'In the Endpoint enter the URL below as Webhook URL, and switch on Basic authentication with that user and password.',
    ],
    values: [{ field: 'Webhook URL', value: urls['cognigyOutputsUrl'] ?? '' }],
    inputs: [{ setting: 'bot.outputsPassword', label: 'Password of the outputs', secret: true }],
    settings: [],
  };
}
