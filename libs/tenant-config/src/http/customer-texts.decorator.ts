import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import { isJsonObject } from '#kernel';
import { textsFault } from '../domain/customer-texts.js';

/** Words for customers by language; the description and example of the API document come with it. */
export function IsCustomerTexts(description: string, example: Record<string, string>): PropertyDecorator {
  const fault = (value: unknown): string | undefined =>
    isJsonObject(value) ? textsFault(value) : 'must be an object of texts by language';
  return applyDecorators(
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: { type: 'string' },
      description,
      example,
    }),
    IsOptional(),
    ValidateBy({
      name: 'isCustomerTexts',
      validator: {
        validate: (value) => fault(value) === undefined,
        defaultMessage: (at) => fault(at?.value) ?? '',
      },
    }),
  );
}
