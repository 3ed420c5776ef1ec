import type { InputFault, JsonObject, JsonValue } from '#kernel';
import { withSetting } from './patch-body.js';

/** A value of another product's form, and the setting that it becomes. */
export interface ImportedField {
  /** Member of `values`: `realtimeEndpointUrl`. */
  readonly name: string;
  /** Label in the form: "Realtime Endpoint URL". */
  readonly label: string;
  /** Path in the tenant: `engage.realtimeEndpointUrl`. */
  readonly setting: string;
}

/** A form of another product from whose values a tenant is created. */
export interface TenantImport {
  /** Value of `from`. */
  readonly from: string;
  /** `bot.platform` of the new tenant. */
  readonly platform: string;
  readonly fields: readonly ImportedField[];
  /** Class of the request, for its shape and for Swagger UI. */
  readonly requestClass: new () => object;
  /** `values` to start from in Swagger UI. */
  readonly example: { readonly summary: string; readonly values: JsonObject };
}

/** The tenant with these values. */
export function importedTenant({ platform, fields }: TenantImport, { slug, name, values }: JsonObject): JsonObject {
  const given = (values ?? {}) as JsonObject;
  const named: [string, JsonValue | undefined][] = [
    ['slug', slug],
    ['name', name],
    ['bot.platform', platform],
    ...fields.map((field): [string, JsonValue | undefined] => [field.setting, given[field.name]]),
  ];
  return named.reduce<JsonObject>(
    (tenant, [setting, value]) => (value === undefined ? tenant : withSetting(tenant, setting, value)),
    {},
  );
}

/** The same errors with pointers to the values that were sent, and the labels of their form. */
export function inForeignWords(faults: readonly InputFault[], { fields }: TenantImport): InputFault[] {
  return faults.map(({ pointer, detail }) => {
    const field = fields.find(({ setting }) => isAt(pointer, setting));
    return field ? { pointer: `/values/${field.name}`, detail: `"${field.label}": ${detail}` } : { pointer, detail };
  });
}

function isAt(pointer: string, setting: string): boolean {
  const own = `/${setting.replaceAll('.', '/')}`;
  // The realtime endpoint URL names the source.
  return (
    pointer === own ||
    pointer.startsWith(`${own}/`) ||
    (pointer === '/engage/sourceId' && setting === 'engage.realtimeEndpointUrl')
  );
}
