type Members = Readonly<Record<string, unknown>>;

/** Members whose values are data, not schemas. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'mapping']);

/**
 * A document without `allOf` around a single reference: OpenAPI 3.0 needed it to put a description next to a reference,
 * 3.1 does not.
 */
export function withPlainReferences<Node>(node: Node): Node {
  return plain(node) as Node;
}

function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== 'object' || node === null) return node;
  const members = Object.entries(withoutLoneAllOf(node as Members));
  return Object.fromEntries(members.map(([name, value]) => [name, DATA.has(name) ? value : ofMember(name, value)]));
}

/** A property is a schema whatever its name is, even `default`. */
function ofMember(name: string, value: unknown): unknown {
  if (name !== 'properties') return plain(value);
  return Object.fromEntries(Object.entries(value as Members).map(([property, schema]) => [property, plain(schema)]));
}

function withoutLoneAllOf(node: Members): Members {
  const { allOf, ...others } = node;
  const [only, ...more] = Array.isArray(allOf) ? (allOf as Members[]) : [];
  return only && more.length === 0 && '$ref' in only ? { ...only, ...others } : node;
}
