import type { SetupFacts, SetupStep } from '#tenant-config';

/** What the owner of a Chatlayer bot does, in order. Secrets are placeholders. */
export function chatlayerSetupSteps(facts: SetupFacts): SetupStep[] {
  return [...connectionSteps(), ...providerSteps(facts), ...dialogSteps(), ...verificationSteps()];
}

function connectionSteps(): SetupStep[] {
  return [
    {
      id: 'chatlayer-token',
      side: 'bot',
      title: 'Give this service access to Chatlayer',
      instructions:
        'In Chatlayer open the overview of your bots, then Tokens (newer accounts: Settings > Credentials, or API access), and press "Generate token". ' +
        'Put the token (tokenId:tokenSecret) into `bot.accessToken` of this tenant. The API of the EU region is the default; ' +
        'for another region put its address into `bot.apiBaseUrl`. The bot id stands in the address of the app, /bots/<bot id>/…: ' +
        'put it into `bot.botId`, and calls about other bots are refused.',
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
      missing: ['bot.accessToken'],
    },
  ];
}

function providerSteps({ urls }: SetupFacts): SetupStep[] {
  return [
    {
      id: 'chatlayer-provider',
      side: 'bot',
      title: 'Register the offload webhook',
      instructions:
        'In the bot open Settings > Offloading and press "+" in the row "Webhook". Fill in both fields and press Save: Chatlayer then ' +
        'calls this service once and saves only if that works. Add nothing to the URL, Chatlayer appends its token to it. ' +
        'Make sure that the slider in the column Status is on. ' +
        'The last part of the URL and the token were shown when this tenant was created; ' +
        'POST /admin/tenants/{slug}/secrets/webhookKey/rotate (or verifyToken) makes and shows a new one.',
      values: [
        { field: 'Offloading Webhook API URL', value: urls['chatlayerUrl'] ?? '' },
        { field: 'Verify Token', value: '<verifyToken: shown when it was made; rotate it to get a new one>' },
      ],
      missing: ['bot.webhookKey', 'bot.verifyToken'],
    },
    {
      id: 'chatlayer-firewall',
      side: 'bot',
      title: 'Let Chatlayer through your firewall',
      instructions:
        'Only if inbound calls are filtered by address. These were the addresses of Chatlayer in June 2022: ask its support for the current ones.',
      values: [
        { field: 'EU', value: '34.78.158.115, 23.251.136.162, 34.140.169.192, 34.76.255.244, 34.140.104.91' },
        { field: 'US', value: '35.236.193.49, 35.245.212.205, 34.145.223.151, 34.85.204.75, 35.245.164.149' },
        { field: 'Asia', value: '35.244.41.108, 34.93.181.152, 34.93.184.224, 35.244.23.10, 34.93.140.182' },
      ],
      missing: [],
    },
  ];
}

function dialogSteps(): SetupStep[] {
  return [
    {
      id: 'chatlayer-action',
      side: 'bot',
      title: 'Hand over in a dialog',
      instructions:
        'In the dialog that ends with a human, add an Action of the type "Send to offload provider" and choose the provider "Webhook". ' +
        'The action may carry an object as payload: `profile` (an object with e.g. firstname, lastname, email), `reason`, `summary` and `categoryIds` ' +
        '(ids of additional Engage categories) are understood, everything else is shown to the agent. ' +
        'To offer agents only at certain hours, ask for the time before the action.',
      values: [
        {
          field: 'payload, for example',
          value: '{"reason": "billing", "profile": {"email": "{email}"}, "customerNumber": "{customerNumber}"}',
        },
      ],
      missing: [],
    },
    {
      id: 'chatlayer-dialogs',
      side: 'bot',
      title: 'Write the three offloading dialogs',
      instructions:
        'Every bot has them among its default dialogs, and Chatlayer runs them by itself: "Offloading opened" (the customer waits), ' +
        '"Offloading closed" (no one is there) and "Offloading disabled" (the provider is switched off). ' +
        'This service therefore says nothing of that kind unless you set `bot.texts` or the dialog ids in `bot`. ' +
        'To start a dialog when the agent is done, put its id (a UUID) into `bot.afterHandoverDialogStateId`. ' +
        'To show the choices that agents offer as buttons instead of numbered lines, make a dialog that says nothing and put its id ' +
        'into `bot.agentChoiceDialogStateId`.',
      values: [],
      missing: [],
    },
  ];
}

function verificationSteps(): SetupStep[] {
  return [
    {
      id: 'chatlayer-actions',
      side: 'bot',
      title: 'Compare the resume action with your account',
      instructions:
        'How the API resumes a bot, starts a dialog and writes session data is not published, so the bodies below are well-founded guesses. ' +
        'Open the API reference, operation executeConversationAction, and put the true bodies into `bot.actionTemplates` if they differ. ' +
        'If none resumes the bot, set `bot.resumeStrategy` to `delete-session` (all variables of the session are lost).',
      values: [
        { field: 'API reference', value: 'https://api.chatlayer.ai/v1/docs/#operation/executeConversationAction' },
        { field: 'bot.actionTemplates.resume', value: '{"pauseBot": false}' },
        { field: 'bot.actionTemplates.pause', value: '{"pauseBot": true}' },
        { field: 'bot.actionTemplates.gotoDialog', value: '{"nextDialogstateId": "{{dialogStateId}}"}' },
        { field: 'bot.actionTemplates.setSession', value: '{"sessionData": "{{data}}"}' },
      ],
      missing: [],
    },
    {
      id: 'chatlayer-try',
      side: 'bot',
      title: 'Try it in the test window',
      instructions:
        'Open the bot’s test window (version DRAFT), go to the dialog with the action, answer as an agent in Engage, and close the case: ' +
        'the bot must speak again. Publish the bot to LIVE afterwards; both versions use the same provider.',
      values: [],
      missing: [],
    },
  ];
}
