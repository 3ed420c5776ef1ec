import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';

/** A template with its placeholders replaced: `"{{name}}"` alone by the value itself, inside other text by its text. */
export function fillTemplate(template: JsonObject, values: Readonly<Record<string, JsonValue>>): JsonObject {
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, values)]));
}

function filled(value: JsonValue, values: Readonly<Record<string, JsonValue>>): JsonValue {
  if (Array.isArray(value)) return value.map((item) => filled(item, values));
  if (isJsonObject(value)) return fillTemplate(value, values);
  if (typeof value !== 'string') return value;
  for (const [name, replacement] of Object.entries(values)) if (value === `{{${name}}}`) return replacement;
  return fillText(value, values);
}

/** The text with every known `{{name}}` replaced. */
export function fillText(text: string, values: Readonly<Record<string, JsonValue>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    if (!Object.hasOwn(values, name)) return placeholder;
    const value = values[name];
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
