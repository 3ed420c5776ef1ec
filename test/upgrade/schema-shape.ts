/** The objects that statements of a process use, each with a unique name. */
export interface SchemaShape {
  readonly tables: ReadonlySet<string>;
  /** By `table.column`. */
  readonly columns: ReadonlyMap<string, SchemaColumn>;
  /** Result types by signature. */
  readonly functions: ReadonlyMap<string, string>;
  /** `role may RIGHT on object`. */
  readonly rights: ReadonlySet<string>;
  /** Rules that may refuse rows: constraints and unique indexes, by `table name`. */
  readonly rules: ReadonlyMap<string, SchemaRule>;
}

export interface SchemaRule {
  readonly table: string;
  readonly definition: string;
  /** Names of the columns that it reads. */
  readonly columns: readonly string[];
}

export interface SchemaColumn {
  readonly table: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
}

type Query = <Row>(sql: string) => Promise<Row[]>;

const TABLES = `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')`;
const COLUMNS = `
  SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "isRequired",
    a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '' AS "hasDefault"
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped`;
const FUNCTIONS = `
  SELECT oid::regprocedure::text AS signature, coalesce(pg_get_function_result(oid), '') AS result
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace`;
const RIGHTS = `
  SELECT format('%s may %s on %s', coalesce(nullif(grantee, 0)::regrole::text, 'everyone'), privilege_type, object) AS name FROM (
    SELECT relname::text AS object, (aclexplode(relacl)).* FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT oid::regprocedure::text, (aclexplode(coalesce(proacl, acldefault('f', proowner)))).* FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('%s.%s', attrelid::regclass, attname), (aclexplode(attacl)).* FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attacl IS NOT NULL AND NOT attisdropped
  ) given`;
const RULES = `
  SELECT conrelid::regclass::text AS "table", conname AS name, pg_get_constraintdef(oid) AS definition,
    ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)) AS columns FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u', 'x')
  UNION ALL
  SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid),
    ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey)) FROM pg_index i
  JOIN pg_class c ON c.oid = indexrelid
  WHERE indisunique AND c.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)`;

export async function schemaShape(query: Query): Promise<SchemaShape> {
  const tables = await query<{ name: string }>(TABLES);
  const columns = await query<SchemaColumn & { name: string }>(COLUMNS);
  const functions = await query<{ signature: string; result: string }>(FUNCTIONS);
  const rights = await query<{ name: string }>(RIGHTS);
  const rules = await query<SchemaRule & { name: string }>(RULES);
  return {
    tables: new Set(tables.map(({ name }) => name)),
    columns: new Map(columns.map(({ name, ...column }) => [`${column.table}.${name}`, column])),
    functions: new Map(functions.map(({ signature, result }) => [signature, result])),
    rights: new Set(rights.map(({ name }) => name)),
    rules: new Map(rules.map(({ name, ...rule }) => [`${rule.table} ${name}`, rule])),
  };
}
