import type { JsonObject, JsonValue } from '#kernel';
import type { SetupInput } from './setup-step.js';

/** The merge patch that sends these values back, with placeholders for the values; undefined without inputs. */
export function patchBody(inputs: readonly SetupInput[]): JsonObject | undefined {
  if (inputs.length === 0) return undefined;
  return inputs.reduce<JsonObject>((body, { setting, label, list }) => {
    const placeholder = `<${label}>`;
    return withSetting(body, setting, list ? [placeholder] : placeholder);
  }, {});
}

/** The settings with this one. @param path `engage.baseApiUrl` */
export function withSetting(settings: JsonObject, path: string, value: JsonValue): JsonObject {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...settings, [name]: value };
  return { ...settings, [name]: withSetting((settings[name] ?? {}) as JsonObject, rest.join('.'), value) };
}
