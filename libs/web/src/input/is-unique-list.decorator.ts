import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

/**
 * No element twice. Like class-validator's `ArrayUnique`, but in linear time: that one compares all elements with each
 * other.
 */
export function IsUniqueList(): PropertyDecorator {
  const check = ValidateBy({
    name: 'arrayUnique',
    validator: {
      validate: (list) => Array.isArray(list) && new Set(list).size === list.length,
      defaultMessage: () => "All $property's elements must be unique",
    },
  });
  return applyDecorators(ApiProperty({ uniqueItems: true }), check);
}
