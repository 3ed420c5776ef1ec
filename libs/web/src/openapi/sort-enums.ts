/**
 * A document with the values of every `enum` sorted: the compiler lists a union's members in the order in which it
 * finds them, which differs from build to build.
 */
export function withSortedEnums<Node>(node: Node): Node {
  return sorted(node) as Node;
}

function sorted(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(sorted);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]: [string, unknown]) => [
      name,
      name === 'enum' && Array.isArray(value) ? value.toSorted() : sorted(value),
    ]),
  );
}
