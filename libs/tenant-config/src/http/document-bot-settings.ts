import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { BotPlatformCatalogue } from '../ports/bot-platform-catalogue.js';
import { CreateTenantDto, UpdateTenantDto } from './tenant.dto.js';

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
}
