import { Global, Module } from '@nestjs/common';
import { Type } from 'class-transformer';
import { Equals, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { botStep, type BotSetup, testStep } from '../domain/bot-setup.js';
import type { TenantImport } from '../domain/tenant-import.js';
import { TenantImportDto } from '../http/tenant-import.dto.js';
import { BotSetups } from '../ports/bot-setups.js';
import { TenantImports } from '../ports/tenant-imports.js';
import { WebhookEvents } from '../ports/webhook-events.js';

/** A platform without a script; the one for `other` has a script. */
const plain: BotSetup = {
  steps: (facts) => [
    botStep({
      id: 'bot-calls',
      title: 'Let the bot call',
      instructions: ['Configure `the bot`.'],
      values: [{ field: 'Base URL', value: facts.botBaseUrl }],
      inputs: [{ setting: 'bot.callbackUrl', label: 'Address for events' }],
      settings: ['bot.callbackUrl', 'bot.callbackSecret'],
    }),
    testStep(facts, { id: 'bot-test', title: 'Try it', instructions: ['Write.'] }),
  ],
};
const scripted: BotSetup = {
  ...plain,
  script: ({ slug }, key) => ({ filename: 'transformer.js', text: `// ${slug}\nconst KEY = '${key}';\n` }),
};

class FormValues {
  @IsOptional()
  @IsString()
  readonly address?: string;

  @IsOptional()
  @IsString()
  readonly endpoint?: string;

  @IsOptional()
  @IsString()
  readonly callback?: string;
}

class FormImportDto extends TenantImportDto {
  @Equals('form')
  readonly from!: 'form';

  @IsObject()
  @ValidateNested()
  @Type(() => FormValues)
  readonly values!: FormValues;
}

const form: TenantImport = {
  from: 'form',
  platform: 'generic',
  requestClass: FormImportDto,
  fields: [
    { name: 'address', label: 'API Address', setting: 'engage.baseApiUrl' },
    { name: 'endpoint', label: 'Endpoint', setting: 'engage.realtimeEndpointUrl' },
    { name: 'callback', label: 'Callback', setting: 'bot.callbackUrl' },
  ],
  example: { summary: 'A form', values: { address: 'acme.engagement.dimelo.com' } },
};

/** The bindings of the application: bot platforms as in `FakeBotPlatformCatalogue`, a form to import and two events. */
@Global()
@Module({
  providers: [
    { provide: BotSetups, useValue: { setupOf: (name: string) => (name === 'other' ? scripted : plain) } },
    { provide: TenantImports, useValue: { imports: () => [form] } },
    { provide: WebhookEvents, useValue: { needed: () => ['intervention.closed', 'content.imported'] } },
  ],
  exports: [BotSetups, TenantImports, WebhookEvents],
})
export class FakeSetupsModule {}
