import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { parseJson } from '#web';
import { ValidateBy } from 'class-validator';

/**
 * A JSON object, or its text: a typed expression (`$cs`) of Cognigy's may arrive as either. Empty text counts as left out.
 * An expression that Cognigy did not evaluate is refused, because an agent would see it instead of a profile.
 */
export function IsObjectOrJson(maxKilobytes: number): PropertyDecorator {
  return rule('isObjectOrJson', 'an object', maxKilobytes, (value) => isJsonObject(value) && !('$cs' in value));
}

/** A JSON list, or its text. */
export function IsArrayOrJson(maxKilobytes: number): PropertyDecorator {
  return rule('isArrayOrJson', 'a list', maxKilobytes, Array.isArray);
}

export function jsonObject(value: JsonObject | string | null | undefined): JsonObject | undefined {
  const parsed = parse(value);
  return isJsonObject(parsed) ? parsed : undefined;
}

export function jsonArray(value: JsonValue[] | string | null | undefined): JsonValue[] | undefined {
  const parsed = parse(value);
  return Array.isArray(parsed) ? parsed : undefined;
}

function rule(
  name: string,
  shape: string,
  maxKilobytes: number,
  holds: (value: unknown) => boolean,
): PropertyDecorator {
  const fits = (value: unknown): boolean =>
    Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value)) <= maxKilobytes * 1024;
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => isEmpty(value) || (fits(value) && holds(parse(value))),
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
    return undefined; // said by the decorator
  }
}
