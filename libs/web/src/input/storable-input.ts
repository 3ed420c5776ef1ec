import { Injectable, type PipeTransform, type ArgumentMetadata } from '@nestjs/common';
import { isStorable } from '#kernel';
import { ValidateBy } from 'class-validator';
import { InvalidInput } from './invalid-input.error.js';

const REFUSAL = 'must not contain NUL or half of a surrogate pair';

/**
 * Refuses text that PostgreSQL cannot store, for members that identify something: cleaned like other texts, it could
 * identify something else.
 */
export function IsStorable(): PropertyDecorator {
  return ValidateBy({
    name: 'isStorable',
    validator: {
      validate: (value: unknown) => typeof value !== 'string' || isStorable(value),
      defaultMessage: () => `$property ${REFUSAL}`,
    },
  });
}

/** The same for an id in the path. */
@Injectable()
export class StorablePipe implements PipeTransform<string, string> {
  /** @throws InvalidInput */
  transform(value: string, { data = '' }: ArgumentMetadata): string {
    if (!isStorable(value)) throw new InvalidInput([{ pointer: `/${data}`, detail: `${data} ${REFUSAL}` }]);
    return value;
  }
}
