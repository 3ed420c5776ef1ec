import { numericIdOf } from '../ids.js';

/** JSON in which the numeric ids of `IdSource` are numbers, not strings, wherever a field is called `id`, `…_id` or `…_ids`. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (key, item: unknown) => {
    if (/(^|_)id$/.test(key)) return numericIdOf(item) ?? item;
    if (key.endsWith('_ids') && Array.isArray(item)) return item.map((id: unknown) => numericIdOf(id) ?? id);
    return item;
  });
}
