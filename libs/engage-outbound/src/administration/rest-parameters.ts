/** The value of a parameter; undefined omits the parameter. */
export type Given = string | boolean | readonly string[] | undefined;

/**
 * Engage's parameters: a list is `name[]=a&name[]=b`. An empty list is `name[]=`, which clears it; the documentation
 * does not say so, but other array parameters work like this [guess].
 */
export function parameters(given: Readonly<Record<string, Given>>): (readonly [name: string, value: string])[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'object') return listed(`${name}[]`, value);
    return [[name, String(value)] as const];
  });
}

function listed(name: string, values: readonly string[]): (readonly [string, string])[] {
  return values.length === 0 ? [[name, '']] : values.map((value) => [name, value] as const);
}
