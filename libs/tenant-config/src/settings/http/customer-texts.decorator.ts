import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import { isJsonObject } from '#kernel';
import { textsFault } from '../../domain/settings/customer-texts.js';

/** Texts for customers by language, with description and example for the API document. */
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
