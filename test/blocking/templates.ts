/** A part of an OpenAPI document. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: RequestBody }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface RequestBody {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** A place in a body, and its schema. */
export interface Place {
  readonly path: readonly string[];
  readonly kind: 'text' | 'structure';
}

/** An example of a body from its schema, and every place in it. */
export class BodyTemplate {
  readonly example: unknown;
  readonly places: Place[] = [];

  constructor(
    private readonly document: Document,
    schema: Schema,
  ) {
    this.example = this.exampleOf(schema, []);
  }

  /** The body as JSON text, with this text in the place. */
  with(place: Place, value: string): string {
    const hole = '@@hole@@';
    const body = JSON.stringify(replaced(this.example, place.path, hole));
    return body.replace(`"${hole}"`, () => value);
  }

  private exampleOf(given: Schema, path: readonly string[]): unknown {
    const schema = this.resolved(given);
    const { properties, items, type, example } = schema;
    if (path.length > 0) this.places.push({ path, kind: type === 'string' ? 'text' : 'structure' });
    if (properties) {
      const members = Object.entries(properties).map(([name, one]) => [name, this.exampleOf(one, [...path, name])]);
      return Object.fromEntries(members.filter(([, value]) => value !== undefined));
    }
    if (items && example === undefined) return [this.exampleOf(items, [...path, '0'])];
    return example ?? (type === 'string' ? 'x' : undefined);
  }

  private resolved(schema: Schema): Schema {
    const { $ref, oneOf, allOf } = schema;
    if ($ref !== undefined) return this.resolved(this.document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
    const [first] = oneOf ?? allOf ?? [];
    return first ? this.resolved(first) : schema;
  }
}

function replaced(value: unknown, [first, ...rest]: readonly string[], hole: string): unknown {
  if (first === undefined) return hole;
  const parent = (value ?? {}) as Record<string, unknown>;
  const inner = replaced(parent[first], rest, hole);
  return Array.isArray(value) ? value.with(Number(first), inner) : { ...parent, [first]: inner };
}

export function templateOf(document: Document, method: string, path: string): BodyTemplate | undefined {
  const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  const [content] = Object.values(operation?.requestBody?.content ?? {});
  return content && new BodyTemplate(document, content.schema);
}
