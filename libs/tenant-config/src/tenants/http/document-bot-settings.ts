import type { Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiProperty,
  type ApiPropertyOptions,
  ApiSchema,
  getSchemaPath,
  OmitType,
} from '@nestjs/swagger';
import type { BotPlatformCatalogue } from '../../ports/bot-platform-catalogue.js';
import { SecretHintDto } from '../../secrets/http/secret-answers.dto.js';
import { CreatedTenantDto, TenantAnswerDto } from './tenant-answer.dto.js';
import { CreateTenantDto, UpdateTenantDto } from './tenant.dto.js';

type Platform = ReturnType<BotPlatformCatalogue['all']>[number];

/**
 * Shows `bot` in the OpenAPI document as one of the platforms of this build, which are known only when the app starts: a class for each,
 * distinguished by `platform`.
 */
export function documentBotSettings(platforms: BotPlatformCatalogue): void {
  const requests = schemaOf(platforms.all(), requestOf);
  const description =
    'The bot side; its fields depend on `platform`, which cannot be changed while handovers are running (409).';
  document(CreateTenantDto, requests, { required: true, description });
  document(UpdateTenantDto, requests, { required: false, description });
  const answers = schemaOf(platforms.all(), answerOf);
  const shown = { required: true, description: 'The settings of the platform, secrets as `{ configured, last4 }`.' };
  for (const dto of [TenantAnswerDto, CreatedTenantDto]) document(dto, answers, shown);
}

interface Discriminator {
  readonly propertyName: string;
  readonly mapping: Record<string, string>;
}

interface BotSchema {
  readonly models: readonly Type<object>[];
  readonly schema: { readonly oneOf: { readonly $ref: string }[]; readonly discriminator: Discriminator };
}

function document(dto: Type<object>, { models, schema }: BotSchema, options: ApiPropertyOptions): void {
  ApiExtraModels(...models)(dto);
  // The type must be given: only the plugin of the compiler could derive it.
  const property: object = { ...schema, ...options, type: Object };
  ApiProperty(property)(dto.prototype as object, 'bot');
}

function schemaOf(platforms: readonly Platform[], modelOf: (platform: Platform) => Type<object>): BotSchema {
  const classes = platforms.map((platform) => [platform.name, modelOf(platform)] as const);
  const mapping = Object.fromEntries(classes.map(([name, model]) => [name, getSchemaPath(model)]));
  return {
    models: classes.map(([, model]) => model),
    schema: {
      oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
      discriminator: { propertyName: 'platform', mapping },
    },
  };
}

function requestOf({ name, settingsClass }: Platform): Type<object> {
  class Bot extends (settingsClass as Type<object>) {}
  nameModel(Bot, `${settingsClass.name.replace('Settings', '')}Dto`, name);
  return Bot;
}

/** The name and description of the schema, and its member `platform`. */
function nameModel(model: Type<object>, name: string, platform: string): void {
  Object.defineProperty(model, 'name', { value: name });
  ApiSchema({ description: `Settings of a tenant whose bot is on the platform \`${platform}\`.` })(model);
  const description = 'The platform of the bot.';
  ApiProperty({ enum: [platform], example: platform, description })(model.prototype as object, 'platform');
}

function answerOf({ name, settingsClass, secrets }: Platform): Type<object> {
  const hinted = secrets.filter((secret) => !secret.includes('.'));
  const objects = secrets.flatMap((secret) => (secret.includes('.') ? [secret.split('.', 1)[0] ?? ''] : []));
  const settings = settingsClass as Type<Record<string, unknown>>;
  class BotAnswer extends OmitType(settings, [...hinted, ...objects]) {}
  nameModel(BotAnswer, `${settingsClass.name.replace('Settings', '')}AnswerDto`, name);
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
