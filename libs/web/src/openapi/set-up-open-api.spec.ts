import { Controller, Get, Module } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY_AUTH, createHttpApp, ROLE_EXTENSION, UNBOUND_EXTENSION } from '../index.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { openApiDocument } from './set-up-open-api.js';

const REASONS = ['unsupported', 'disabled', 'error'];

class FoodDto {
  @ApiProperty({ enum: REASONS })
  readonly reason!: string;

  @ApiProperty({ enum: ['b', 'a'], isArray: true })
  readonly reasons!: string[];
}

@Controller()
@ApiBearerAuth(ADMIN_KEY_AUTH)
@ApiExtension(ROLE_EXTENSION, 'viewer')
@ApiExtension(UNBOUND_EXTENSION, false)
class FoodController {
  @Get()
  @ApiBearerAuth(ADMIN_KEY_AUTH)
  @ApiOkResponse({ type: FoodDto })
  food(): FoodDto {
    return { reason: 'error', reasons: [] };
  }
}

@Module({ controllers: [FoodController] })
class FoodModule {}

describe('the OpenAPI document', () => {
  let app: NestFastifyApplication;
  let document: OpenAPIObject;
  beforeAll(async () => {
    app = await createHttpApp(FoodModule, { logger: false });
    const options = { title: 'Food', description: '', version: '1', publicUrl: 'http://localhost', tags: [] };
    document = openApiDocument(app, options);
  });
  afterAll(() => app.close());

  it('lists the values of every enum in one order, whatever the compiler’s order is', () => {
    expect(document.components?.schemas?.['FoodDto']).toMatchObject({
      properties: { reason: { enum: ['disabled', 'error', 'unsupported'] }, reasons: { items: { enum: ['a', 'b'] } } },
    });
    expect(REASONS).toEqual(['unsupported', 'disabled', 'error']);
  });

  it('says which key an operation needs, for readers and for programs', () => {
    const get = document.paths['/']?.get;
    expect(get).toMatchObject({
      [ROLE_EXTENSION]: 'viewer',
      description: 'Needs a key with the role `viewer` or a stronger one.',
      security: [{ [ADMIN_KEY_AUTH]: [] }],
    });
    expect(get).not.toHaveProperty(UNBOUND_EXTENSION);
    expect(get?.security).toHaveLength(1);
  });
});
