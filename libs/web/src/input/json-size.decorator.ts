import { isJsonObject } from '#kernel';
import { ValidateBy } from 'class-validator';

/** A JSON object of at most `maxKilobytes` as JSON text in UTF-8. */
export function IsJsonObjectUpTo(maxKilobytes: number): PropertyDecorator {
  return ValidateBy({
    name: 'isJsonObject',
    validator: {
      validate: (value) => isJsonObject(value) && Buffer.byteLength(JSON.stringify(value)) <= maxKilobytes * 1024,
      defaultMessage: () => `$property must be a JSON object of at most ${maxKilobytes} KB`,
    },
  });
}
