import { Controller, Get, Module, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiQuery } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY_AUTH, ApiProblems, createHttpApp } from '../index.js';
import { AppError } from '#kernel';
import { openApiDocument } from './set-up-open-api.js';

class NoFood extends AppError {
  readonly code = 'food.none';
  readonly kind = 'not-found';
}

class CookDto {
  @ApiProperty({ type: String, nullable: true, example: null })
  readonly name!: string | null;
}

class FoodDto {
  @ApiProperty({ type: () => CookDto, description: 'Who made it.' })
  readonly cook!: CookDto;

  @ApiProperty({ type: () => CookDto, nullable: true })
  readonly helper!: CookDto | null;

  @ApiProperty({ enum: ['sweet', 'sour'], nullable: true })
  readonly nullable!: string | null;
}

@ApiBearerAuth(ADMIN_KEY_AUTH)
@Controller()
class FoodController {
  @Get()
  @ApiBearerAuth(ADMIN_KEY_AUTH)
  @ApiOperation({ operationId: 'getFood' })
  @ApiQuery({ name: 'kind', required: false, schema: { type: 'string', nullable: true } })
  @ApiOkResponse({ type: FoodDto })
  @ApiProblems(400, new NoFood('All is eaten.'))
  food(@Query() _query: object): FoodDto {
    return { cook: { name: null }, helper: null, nullable: null };
  }
}

@Controller('open')
class OpenController {
  @Get()
  open(): void {}
}

@Module({ controllers: [FoodController, OpenController] })
class FoodModule {}

describe('the OpenAPI document', () => {
  let document: ReturnType<typeof openApiDocument>;
  beforeAll(async () => {
    const app = await createHttpApp(FoodModule, { logger: false });
    const options = { title: 'Food', description: '', version: '1', publicUrl: 'http://localhost', tags: [] };
    document = openApiDocument(app, options);
    await app.close();
  });

  it('uses JSON Schema, as OpenAPI 3.1 requires', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.components?.schemas?.['FoodDto']).toMatchObject({
      properties: {
        cook: { $ref: '#/components/schemas/CookDto', description: 'Who made it.' },
        helper: { anyOf: [{ $ref: '#/components/schemas/CookDto' }, { type: 'null' }] },
        nullable: { type: ['string', 'null'], enum: [null, 'sour', 'sweet'] },
      },
    });
    expect(JSON.stringify(document)).not.toContain('"nullable":true');
  });

  it('names who may call an operation once, and says so if it is open to all', () => {
    expect(document.paths['/']?.get?.security).toEqual([{ [ADMIN_KEY_AUTH]: [] }]);
    expect(document.paths['/open']?.get?.security).toEqual([]);
  });

  it('shows every problem by an example of its own status', () => {
    const { responses } = document.paths['/']?.get ?? {};
    expect(responses).toMatchObject({
      400: { $ref: '#/components/responses/BadRequest' },
      404: {
        content: {
          'application/problem+json': {
            examples: { 'food.none': { value: { status: 404, code: 'food.none', detail: 'All is eaten.' } } },
          },
        },
      },
      429: { $ref: '#/components/responses/TooManyRequests' },
      503: { $ref: '#/components/responses/ServiceUnavailable' },
    });
    const shared = Object.values(document.components?.responses ?? {});
    expect(shared).toHaveLength(3);
    expect(JSON.stringify(shared)).toContain('"status":429');
  });
});
