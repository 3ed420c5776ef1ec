import { Controller, Get, Module } from '@nestjs/common';
import { ApiOkResponse, ApiPropertyOptional } from '@nestjs/swagger';
import { expect, it } from 'vitest';
import { AnswerType, createHttpApp } from '../index.js';
import { openApiDocument } from './set-up-open-api.js';

class SettingsDto {
  @ApiPropertyOptional({ type: Boolean, description: 'The switch.' })
  readonly enabled?: boolean;

  @ApiPropertyOptional({ type: String, description: 'Where it is.' })
  readonly url?: string;
}

class SettingsAnswerDto extends AnswerType(SettingsDto, ['url']) {}

@Controller()
class SettingsController {
  @Get()
  @ApiOkResponse({ type: SettingsAnswerDto })
  get(): SettingsAnswerDto {
    return { enabled: true };
  }
}

@Module({ controllers: [SettingsController] })
class SettingsModule {}

it('describes an answer like its settings, and requires the members with a default', async () => {
  const app = await createHttpApp(SettingsModule, { logger: false });
  const options = { title: '', description: '', version: '1', publicUrl: 'http://localhost', tags: [] };
  const { components } = openApiDocument(app, options);
  await app.close();
  expect(components?.schemas?.['SettingsAnswerDto']).toEqual({
    type: 'object',
    properties: {
      enabled: { type: 'boolean', description: 'The switch.' },
      url: { type: 'string', description: 'Where it is.' },
    },
    required: ['enabled'],
  });
});
