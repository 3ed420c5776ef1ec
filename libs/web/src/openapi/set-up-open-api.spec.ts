import { Controller, Get, Module } from '@nestjs/common';
import { ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import { expect, it } from 'vitest';
import { createHttpApp } from '../index.js';
import { openApiDocument } from './set-up-open-api.js';

const REASONS = ['unsupported', 'disabled', 'error'];

class FoodDto {
  @ApiProperty({ enum: REASONS })
  readonly reason!: string;

  @ApiProperty({ enum: ['b', 'a'], isArray: true })
  readonly reasons!: string[];
}

@Controller()
class FoodController {
  @Get()
  @ApiOkResponse({ type: FoodDto })
  food(): FoodDto {
    return { reason: 'error', reasons: [] };
  }
}

@Module({ controllers: [FoodController] })
class FoodModule {}

it('lists the values of every enum in one order, whatever the compiler made of them', async () => {
  const app = await createHttpApp(FoodModule, { logger: false });
  const options = { title: 'Food', description: '', version: '1', publicUrl: 'http://localhost', tags: [] };
  const document = openApiDocument(app, options);
  await app.close();
  expect(document.components?.schemas?.['FoodDto']).toMatchObject({
    properties: { reason: { enum: ['disabled', 'error', 'unsupported'] }, reasons: { items: { enum: ['a', 'b'] } } },
  });
  expect(REASONS).toEqual(['unsupported', 'disabled', 'error']);
});
