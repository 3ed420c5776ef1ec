import { Global, Module } from '@nestjs/common';
import { botStep, type BotSetup, testStep } from '../domain/bot-setup.js';
import { BotSetups } from '../ports/bot-setups.js';
import { WebhookEvents } from '../ports/webhook-events.js';

/** A platform without a script, and with one for `other`. */
const plain: BotSetup = {
  steps: ({ botBaseUrl }) => [
    botStep({
      id: 'bot-calls',
      title: 'Let the bot call',
      instructions: ['Configure `the bot`.'],
      values: [{ field: 'Base URL', value: botBaseUrl }],
      inputs: [{ setting: 'bot.callbackUrl', label: 'Address for events' }],
      settings: ['bot.callbackUrl', 'bot.callbackSecret'],
    }),
    testStep({ id: 'bot-test', title: 'Try it', instructions: ['Write.'] }),
  ],
};
const scripted: BotSetup = {
  ...plain,
  script: ({ slug }, key) => ({ filename: 'transformer.js', text: `// ${slug}\nconst KEY = '${key}';\n` }),
};

/** What the application binds: bot platforms as in `FakeBotPlatformCatalogue`, and two events. */
@Global()
@Module({
  providers: [
    { provide: BotSetups, useValue: { setupOf: (name: string) => (name === 'other' ? scripted : plain) } },
    { provide: WebhookEvents, useValue: { needed: () => ['intervention.closed', 'content.imported'] } },
  ],
  exports: [BotSetups, WebhookEvents],
})
export class FakeSetupsModule {}
