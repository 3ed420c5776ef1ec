import { applyDecorators } from '@nestjs/common';
import { isWebAddress } from '#rich-content';
import { buildMessage, IsString, Length, Matches, ValidateBy } from 'class-validator';

const MAX_TITLE = 350;
const MAX_PAYLOAD_BYTES = 8 * 1024;

/** Text to show: 1 to 350 characters, not all blank. */
export function IsTitle(): PropertyDecorator {
  return applyDecorators(IsString(), Length(1, MAX_TITLE), Matches(/\S/, { message: '$property must not be empty' }));
}

/** The payload of a choice: any text of at most 8 KB in UTF-8, not all blank. */
export function IsPayload(): PropertyDecorator {
  return ValidateBy({
    name: 'isPayload',
    validator: {
      validate: (value) =>
        typeof value === 'string' && value.trim() !== '' && Buffer.byteLength(value) <= MAX_PAYLOAD_BYTES,
      defaultMessage: buildMessage((each) => `${each}$property must be text of at most 8 KB, and not empty`),
    },
  });
}

/** An http or https address of at most 2048 characters. */
export function IsWebAddress(): PropertyDecorator {
  return ValidateBy({
    name: 'isWebAddress',
    validator: {
      validate: isWebAddress,
      defaultMessage: buildMessage(
        (each) => `${each}$property must be an http or https address, at most 2048 characters`,
      ),
    },
  });
}
