import type { JsonObject, JsonValue } from '#kernel';
import type { SetupInput } from './setup-step.js';

/** The merge patch that sends these back, with words in the place of the values; undefined without any. */
export function patchBody(inputs: readonly SetupInput[]): JsonObject | undefined {
  if (inputs.length === 0) return undefined;
  return inputs.reduce<JsonObject>((body, { setting, label, list }) => {
    const placeholder = `<${label}>`;
    return withMember(body, setting.split('.'), list ? [placeholder] : placeholder);
  }, {});
}

function withMember(object: JsonObject, [name = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  const inner = (object[name] ?? {}) as JsonObject;
  return { ...object, [name]: rest.length === 0 ? value : withMember(inner, rest, value) };
}
