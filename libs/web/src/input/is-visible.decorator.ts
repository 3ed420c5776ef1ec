import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * One character that a reader sees: no space, control or mark of direction, nothing that Unicode lets programs ignore, no
 * blank braille pattern, and no U+FFFD, which stands for what could not be stored.
 */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800\uFFFD])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Refuses text without a visible character: a name would be invisible in lists, and a reason would say nothing. */
export function IsVisible(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isVisible',
      validator: {
        validate: (value: unknown) => typeof value !== 'string' || VISIBLE.test(value),
        defaultMessage: buildMessage((each) => `${each}$property must have at least one visible character`, options),
      },
    },
    options,
  );
}
