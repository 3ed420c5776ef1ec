import { applyDecorators } from '@nestjs/common';
import { ExactNumber, isJsonObject, readInstant } from '#kernel';
import { IsStorable } from '#web';
import { buildMessage, IsOptional, ValidateBy, type ValidationOptions } from 'class-validator';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const ENGAGE_ID = /^[A-Za-z0-9_-]{1,64}$/;
const MAX_ID_BYTES = 1024;

function rule(
  name: string,
  holds: (value: unknown) => boolean,
  message: string,
  options?: ValidationOptions,
): PropertyDecorator {
  return ValidateBy(
    {
      name,
      validator: { validate: holds, defaultMessage: buildMessage((each) => `${each}$property ${message}`, options) },
    },
    options,
  );
}

/** A point in time with its offset (RFC 3339), from the year 2000 on. */
export function IsInstant(options?: ValidationOptions): PropertyDecorator {
  return rule('isInstant', isInstant, 'must be a time such as 2026-03-02T09:15:00Z', options);
}

/**
 * Limits the bytes of an id, because `Length` counts characters: ids are part of an index, which accepts no more. An id
 * that cannot be stored is refused: cleaned like a text, it could become the id of another customer.
 */
export function IsIndexable(): PropertyDecorator {
  const isShort = (value: unknown): boolean => typeof value === 'string' && Buffer.byteLength(value) <= MAX_ID_BYTES;
  return applyDecorators(
    rule('isIndexable', isShort, `must be at most ${MAX_ID_BYTES} bytes long in UTF-8`),
    IsStorable(),
  );
}

/** An id of Engage, e.g. of a category: 24 hex digits in practice, opaque by contract. */
export function IsEngageId(options?: ValidationOptions): PropertyDecorator {
  return rule(
    'isEngageId',
    (value) => typeof value === 'string' && ENGAGE_ID.test(value),
    'must be an Engage id such as 50895dbea90ffb3c35001ace',
    options,
  );
}

/** Any JSON value of at most `maxKilobytes` as JSON text in UTF-8. */
export function IsJsonUpTo(maxKilobytes: number): PropertyDecorator {
  return rule('isJson', (value) => fits(value, maxKilobytes), `must be a JSON value of at most ${maxKilobytes} KB`);
}

/** An object whose values are text, numbers, booleans or null, of at most `maxKilobytes` as JSON text. */
export function IsFlatObject(maxKilobytes: number): PropertyDecorator {
  const holds = (value: unknown): boolean =>
    isJsonObject(value) && Object.values(value).every(isScalar) && fits(value, maxKilobytes);
  return rule('isFlatObject', holds, `must be a flat object of text, numbers and booleans, at most ${maxKilobytes} KB`);
}

/** Refuses any value of a known member, and says why; null and absence are accepted. */
export function Refused(why: string): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    rule('refused', () => false, why),
  );
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && INSTANT.test(value) && readInstant(value) !== undefined;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object' || value instanceof ExactNumber;
}

function fits(value: unknown, maxKilobytes: number): boolean {
  return Buffer.byteLength(JSON.stringify(value)) <= maxKilobytes * 1024;
}
