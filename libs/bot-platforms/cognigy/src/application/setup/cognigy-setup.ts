import { BOT_KEY_PLACEHOLDER, type BotSetup, type SetupFacts, type SetupStep } from '#setup-guide';
import { hasOnlyNativeSources } from '../cognigy-settings.js';
import { channelSteps, networkStep } from './channel-steps.js';
import { flowSteps } from './flow-steps.js';
import { nativeSteps } from './native-steps.js';
import { connectionStep, startSteps } from './start-steps.js';
import { tryStep } from './try-step.js';
import { optionalSteps } from './optional-steps.js';
import { transformerScript } from './transformer-script.js';

const TRANSFORMER_SECRET = '<transformerSecret: shown when it was made>';

/** What to do in Cognigy.AI: the Endpoint, its Transformer, and the nodes of the flow. */
export const cognigySetup: BotSetup = { steps, script };

function steps(facts: SetupFacts): SetupStep[] {
  const ownChannels = hasOnlyNativeSources(facts.engage)
    ? []
    : channelSteps(facts, script(facts, BOT_KEY_PLACEHOLDER).text);
  return [
    networkStep(facts),
    ...ownChannels,
    ...nativeSteps(facts),
    connectionStep(facts),
    ...startSteps(facts),
    ...flowSteps(),
    ...optionalSteps(facts),
    tryStep(facts),
  ];
}

function script({ botBaseUrl, forwardOnlyHandover }: SetupFacts, botKey: string): { filename: string; text: string } {
  const text = transformerScript({
    messagesUrl: `${botBaseUrl}/cognigy/messages`,
    botKey,
    transformerSecret: TRANSFORMER_SECRET,
    forwardAll: !forwardOnlyHandover,
  });
  return { filename: 'transformer.js', text };
}
