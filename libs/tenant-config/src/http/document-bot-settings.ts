import type { Type } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath, OmitType } from '@nestjs/swagger';
import type { BotPlatformCatalogue } from '../ports/bot-platform-catalogue.js';
import { CreatedTenantDto, SecretHintDto, TenantAnswerDto } from './tenant-answer.dto.js';
import { CreateTenantDto, UpdateTenantDto } from './tenant.dto.js';

type Platform = ReturnType<BotPlatformCatalogue['all']>[number];

/** Shows `bot` in the OpenAPI document as one of the platforms of this build, which are known only when the app starts. */
export function documentBotSettings(platforms: BotPlatformCatalogue): void {
  const oneOf = platforms.all().map(({ name, settingsClass }) => ({
    title: name,
    allOf: [
      {
        type: 'object',
        required: ['platform'],
        properties: { platform: { type: 'string', enum: [name], example: name } },
      },
      { $ref: getSchemaPath(settingsClass) },
    ],
  }));
  const classes = platforms.all().map(({ settingsClass }) => settingsClass);
  const description =
    'The bot side; its fields depend on `platform`, which cannot be changed while handovers are running (409).';
  for (const [dto, required] of [
    [CreateTenantDto, true],
    [UpdateTenantDto, false],
  ] as const) {
    ApiExtraModels(...classes)(dto);
    ApiProperty({ oneOf, required, description })(dto.prototype, 'bot');
  }
  documentAnswers(platforms.all());
}

/** In answers, each platform has a class of its own, which `platform` tells apart; secrets are hints. */
function documentAnswers(platforms: readonly Platform[]): void {
  const classes = platforms.map((platform) => [platform.name, answerOf(platform)] as const);
  const schema = {
    oneOf: classes.map(([, model]) => ({ $ref: getSchemaPath(model) })),
    discriminator: {
      propertyName: 'platform',
      mapping: Object.fromEntries(classes.map(([name, model]) => [name, getSchemaPath(model)])),
    },
    description: 'The settings of the platform, secrets as `{ configured, last4 }`.',
  };
  for (const dto of [TenantAnswerDto, CreatedTenantDto]) {
    ApiExtraModels(...classes.map(([, model]) => model))(dto);
    ApiProperty({ ...schema, type: undefined, example: undefined })(dto.prototype, 'bot');
  }
}

function answerOf({ name, settingsClass, secrets }: Platform): Type<object> {
  const hinted = secrets.filter((secret) => !secret.includes('.'));
  const objects = secrets.flatMap((secret) => (secret.includes('.') ? [secret.split('.', 1)[0] ?? ''] : []));
  const settings = settingsClass as Type<Record<string, unknown>>;
  class BotAnswer extends OmitType(settings, [...hinted, ...objects]) {}
  Object.defineProperty(BotAnswer, 'name', { value: `${settingsClass.name.replace('Settings', '')}AnswerDto` });
  ApiSchema({ description: `Settings of a tenant whose bot is on the platform \`${name}\`.` })(BotAnswer);
  ApiProperty({ enum: [name], example: name, description: 'The platform of the bot.' })(
    BotAnswer.prototype,
    'platform',
  );
  const isHint = { type: SecretHintDto, description: 'Whether this secret is set.' };
  for (const secret of hinted) ApiProperty(isHint)(BotAnswer.prototype, secret);
  const hasHints = {
    type: Object,
    required: false,
    description: 'The settings, its secrets as `{ configured, last4 }`.',
  };
  for (const object of objects) ApiProperty(hasHints)(BotAnswer.prototype, object);
  return BotAnswer;
}
