import { BOT_KEY_PLACEHOLDER, botStep, type BotSetup, newBotKeyCall, type SetupFacts, testStep } from '#setup-guide';
import { GENERIC_CHECKS } from './generic-checks.js';

/** The setup steps of a bot that uses our own API. */
export const genericSetup: BotSetup = {
  steps: (facts) => [callbackStep(facts), callsStep(facts), tryStep(facts)],
};

function callbackStep({ slug }: SetupFacts): ReturnType<typeof botStep> {
  return botStep({
    id: 'bot-callback',
    title: 'Enter the address of your bot',
    instructions: [
      "Send the address at which your bot receives agents' messages and the progress of handovers: one signed POST per event.",
      'Let the bot check the signature (Standard Webhooks) with the callback secret, which was shown when this tenant was created. If you no longer have it, rotate it: the old secret stops working at once.',
    ],
    values: [{ field: 'Callback secret', value: '<callbackSecret: shown when it was made>' }],
    inputs: [{ setting: 'bot.callbackUrl', label: 'Address for events' }],
    calls: [
      {
        label: 'Rotate the callback secret',
        method: 'POST',
        path: `/admin/tenants/${slug}/secrets/callbackSecret/rotate`,
      },
    ],
    settings: ['bot.callbackUrl', 'bot.callbackSecret'],
    checks: Object.keys(GENERIC_CHECKS),
  });
}

function callsStep(facts: SetupFacts): ReturnType<typeof botStep> {
  return botStep({
    id: 'bot-calls',
    title: 'Let the bot call this service',
    instructions: [
      'Configure the bot with the base URL and its key. If you no longer have the key, create another one; the others stay valid.',
      'The bot sends each message of the customer, and each of its own messages, to `/messages`, and requests an agent with `/handovers`. While the answer contains `"route": "agent"`, the bot must stay silent.',
    ],
    values: [
      { field: 'Base URL', value: facts.botBaseUrl },
      { field: 'Authorization', value: `Bearer ${BOT_KEY_PLACEHOLDER}` },
    ],
    calls: [newBotKeyCall(facts)],
  });
}

function tryStep(facts: SetupFacts): ReturnType<typeof botStep> {
  const { botBaseUrl } = facts;
  return testStep(facts, {
    id: 'bot-test',
    title: 'Hand over a first conversation',
    instructions: [
      'Put the bot key into the commands below and run them: a customer writes, and the bot asks for an agent.',
      'Take the conversation in Engage and answer: your bot receives `agent.message`. Complete it there: your bot receives `handover.status` with `completed` and answers again.',
    ],
    values: [
      { field: 'A customer writes', value: command(`${botBaseUrl}/messages`, MESSAGE) },
      { field: 'The bot asks for an agent', value: command(`${botBaseUrl}/handovers`, HANDOVER) },
    ],
  });
}

const SESSION = { sessionId: 'setup-test', userId: 'setup-test' };
const MESSAGE = { ...SESSION, messageId: 'setup-test-1', author: 'user', text: 'Can I talk to a person?' };
const HANDOVER = { ...SESSION, profile: { firstname: 'Test' } };

function command(url: string, body: object): string {
  return [
    `curl ${url} \\`,
    `  -H 'Authorization: Bearer ${BOT_KEY_PLACEHOLDER}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n');
}
