import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { parseJson } from '#web';
import { ValidateBy } from 'class-validator';
import { itemsOfCutList } from './cut-list.js';

/**
 * A JSON object, or its text: a typed expression (`$cs`) of Cognigy may arrive as either. Empty text counts as omitted.
 * An expression that Cognigy did not evaluate is refused, because an agent would see it instead of a profile.
 */
export function IsObjectOrJson(maxKilobytes: number): PropertyDecorator {
  return rule('isObjectOrJson', 'an object', maxKilobytes, (value) => isJsonObject(value) && !('$cs' in value));
}

/** A JSON list, or its text, which may be cut off. */
export function IsArrayOrJson(maxKilobytes: number): PropertyDecorator {
  return rule('isArrayOrJson', 'a list', maxKilobytes, (value, given) => Array.isArray(value) || isCutList(given));
}

export function jsonObject(value: JsonObject | string | null | undefined): JsonObject | undefined {
  const parsed = parse(value);
  return isJsonObject(parsed) ? parsed : undefined;
}

export function jsonArray(value: JsonValue[] | string | null | undefined): JsonValue[] | undefined {
  const parsed = parse(value);
  if (Array.isArray(parsed)) return parsed as JsonValue[];
  return typeof value === 'string' ? itemsOfCutList(value) : undefined;
}

/** Whether a value is the text of a list that ends too early. */
export function isCutList(value: unknown): boolean {
  return typeof value === 'string' && itemsOfCutList(value) !== undefined;
}

function rule(
  name: string,
  shape: string,
  maxKilobytes: number,
  holds: (value: unknown, given: unknown) => boolean,
): PropertyDecorator {
  const fits = (value: unknown): boolean =>
    Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value)) <= maxKilobytes * 1024;
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => isEmpty(value) || (fits(value) && holds(parse(value), value)),
      defaultMessage: () =>
        `$property must be ${shape} of at most ${maxKilobytes} KB, or the same as JSON text, with every expression evaluated`,
    },
  });
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

/** `undefined` for what is no JSON. */
function parse(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parseJson(Buffer.from(value));
  } catch {
    return undefined; // the decorator reports it
  }
}
