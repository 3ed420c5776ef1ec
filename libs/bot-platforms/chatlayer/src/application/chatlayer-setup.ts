import { botStep, type BotSetup, type SetupFacts, type SetupStep, testStep } from '#setup-guide';
import { CHATLAYER_CHECKS } from './chatlayer-checks.js';

/** What the owner of a Chatlayer bot does, in order. No bot key: Chatlayer authenticates by its URL and token. */
export const chatlayerSetup: BotSetup = {
  steps: (facts) => [
    firewallStep(),
    tokenStep(),
    providerStep(facts),
    actionStep(),
    dialogsStep(),
    actionsStep(),
    tryStep(facts),
  ],
};

function firewallStep(): SetupStep {
  return botStep({
    id: 'chatlayer-firewall',
    title: 'Let Chatlayer through your firewall',
    optional: true,
    instructions: [
      'Only if you filter inbound calls by address. These were the addresses of Chatlayer in June 2022: ask its support for the current ones.',
    ],
    values: [
      { field: 'EU', value: '34.78.158.115, 23.251.136.162, 34.140.169.192, 34.76.255.244, 34.140.104.91' },
      { field: 'US', value: '35.236.193.49, 35.245.212.205, 34.145.223.151, 34.85.204.75, 35.245.164.149' },
      { field: 'Asia', value: '35.244.41.108, 34.93.181.152, 34.93.184.224, 35.244.23.10, 34.93.140.182' },
    ],
  });
}

function tokenStep(): SetupStep {
  return botStep({
    id: 'chatlayer-token',
    title: 'Give this service access to Chatlayer',
    instructions: [
      'In Chatlayer open the overview of your bots, then Tokens (newer accounts: Settings > Credentials, or API access), and press "Generate token". Send the token (`tokenId:tokenSecret`) to this service.',
      'The bot id is in the address of the app: `/bots/<bot id>/…`. Once it is set, calls about other bots are refused.',
      'The API of the EU is the default. For another region set `bot.apiBaseUrl` to its address below.',
    ],
    values: [
      { field: 'bot.apiBaseUrl, EU (app.chatlayer.ai)', value: 'https://api.chatlayer.ai' },
      {
        field: 'bot.apiBaseUrl, US (app.us-east4.gcp.chatlayer.ai)',
        value: 'https://api.prod.us-east4.gcp.chatlayer.ai',
      },
      {
        field: 'bot.apiBaseUrl, Asia (app.asia-south1.gcp.chatlayer.ai)',
        value: 'https://api.prod.asia-south1.gcp.chatlayer.ai',
      },
    ],
    inputs: [
      { setting: 'bot.accessToken', label: 'Access token of the Chatlayer API', secret: true },
      { setting: 'bot.botId', label: 'Bot id' },
    ],
    settings: ['bot.accessToken'],
    checks: Object.keys(CHATLAYER_CHECKS),
  });
}

function providerStep({ slug, urls }: SetupFacts): SetupStep {
  const rotate = (name: string): string => `/admin/tenants/${slug}/secrets/${name}/rotate`;
  return botStep({
    id: 'chatlayer-provider',
    title: 'Register the offload webhook',
    instructions: [
      'The last part of the URL and the token were shown when this tenant was created. If you no longer have them, rotate them: the old ones stop working at once.',
      'In the bot open Settings > Offloading and press "+" in the row "Webhook". Fill in both fields and press Save: Chatlayer then calls this service once, and saves only if that works. Add nothing to the URL, Chatlayer appends its token to it.',
      'Make sure that the slider in the column Status is on.',
    ],
    values: [
      { field: 'Offloading Webhook API URL', value: urls['chatlayerUrl'] ?? '' },
      { field: 'Verify Token', value: '<verifyToken: shown when it was made>' },
    ],
    calls: [
      { label: 'Rotate the last part of the URL', method: 'POST', path: rotate('webhookKey') },
      { label: 'Rotate the verify token', method: 'POST', path: rotate('verifyToken') },
    ],
    settings: ['bot.webhookKey', 'bot.verifyToken'],
  });
}

function actionStep(): SetupStep {
  return botStep({
    id: 'chatlayer-action',
    title: 'Hand over in a dialog',
    instructions: [
      'In the dialog that ends with a person, add an Action of the type "Send to offload provider" and choose the provider "Webhook".',
      'The action may carry an object as payload. This service understands `profile` (an object with for example `firstname`, `lastname`, `email`), `reason`, `summary` and `categoryIds` (ids of additional Engage categories); agents see everything else as it is.',
      'To offer agents only at certain hours, set `handover.availability` of this tenant.',
    ],
    values: [
      {
        field: 'payload, for example',
        value: '{"reason": "billing", "profile": {"email": "{email}"}, "customerNumber": "{customerNumber}"}',
      },
    ],
  });
}

function dialogsStep(): SetupStep {
  return botStep({
    id: 'chatlayer-dialogs',
    title: 'Write the three offloading dialogs',
    instructions: [
      'Every bot has them among its default dialogs, and Chatlayer runs them by itself: "Offloading opened" (the customer waits), "Offloading closed" (no one is available) and "Offloading disabled" (the provider is switched off). So this service says nothing of that kind, unless you set `bot.texts` or the dialog ids in `bot`.',
      'To start a dialog when the agent is done, set `bot.afterHandoverDialogStateId` to its id (a UUID).',
      'To show the choices that agents offer as buttons instead of numbered lines, create a dialog that says nothing and set `bot.agentChoiceDialogStateId` to its id.',
    ],
  });
}

function actionsStep(): SetupStep {
  return botStep({
    id: 'chatlayer-actions',
    title: 'Compare the actions with your account',
    instructions: [
      'How the API resumes a bot, starts a dialog and writes session data is not published; the bodies below are well-founded guesses. Open the API reference, operation `executeConversationAction`, and set `bot.actionTemplates` to the right bodies if they differ.',
      'If none resumes the bot, set `bot.resumeStrategy` to `delete-session`. All variables of the session are then lost.',
    ],
    values: [
      { field: 'API reference', value: 'https://api.chatlayer.ai/v1/docs/#operation/executeConversationAction' },
      { field: 'bot.actionTemplates.resume', value: '{"pauseBot": false}' },
      { field: 'bot.actionTemplates.pause', value: '{"pauseBot": true}' },
      { field: 'bot.actionTemplates.gotoDialog', value: '{"nextDialogstateId": "{{dialogStateId}}"}' },
      { field: 'bot.actionTemplates.setSession', value: '{"sessionData": "{{data}}"}' },
    ],
  });
}

function tryStep(facts: SetupFacts): SetupStep {
  return testStep(facts, {
    id: 'chatlayer-try',
    title: 'Hand over a first conversation',
    instructions: [
      'Open the test window of the bot (version DRAFT) and go to the dialog with the action.',
      'Take the conversation in Engage and answer: the test window shows the answer. Complete it there: the bot must answer again.',
      'Publish the bot to LIVE afterwards; both versions use the same provider.',
    ],
  });
}
