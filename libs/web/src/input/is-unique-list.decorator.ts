import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

/** No element twice. As class-validator's `ArrayUnique`, which compares all with each other, but in linear time. */
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
