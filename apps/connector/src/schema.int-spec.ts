import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ColumnMap, type Entity } from '#database';
import { tenantConfigEntities } from '#tenant-config';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';

interface SchemaColumn {
  readonly column_name: string;
  readonly type: string;
  readonly is_nullable: 'YES' | 'NO';
}

/** PostgreSQL's names for the types that the entities are declared with. */
const NAMES: Record<string, string> = { timestamptz: 'timestamp with time zone', 'text[]': 'ARRAY' };

const LIBS = resolve(import.meta.dirname, '../../../libs');

/** The exports of all files with this ending in all adapters. */
async function exportsOf(ending: string): Promise<(readonly [name: string, exported: unknown])[]> {
  const files = readdirSync(LIBS, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.includes('/adapters/') && path.endsWith(ending),
  );
  const modules = await Promise.all(files.map((file) => import(join(LIBS, file)) as Promise<Record<string, unknown>>));
  return modules.flatMap((module) => Object.entries(module));
}

const exportedEntities = (await exportsOf('.entity.ts')) as [string, Entity][];
const maps = (await exportsOf('-columns.ts'))
  .map(([, exported]) => exported)
  .filter((exported) => exported instanceof ColumnMap)
  .map((map) => [map.table, map] as const);

describe('the schema', () => {
  let db: ThrowAwayDatabase;
  beforeAll(async () => {
    db = await throwAwayDatabase({ entities: tenantConfigEntities });
  });
  afterAll(() => db?.drop());

  const schemaOf = (table: string): Promise<SchemaColumn[]> =>
    db.dataSource.query(
      `SELECT column_name, data_type AS type, is_nullable FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = $1 ORDER BY column_name COLLATE "C"`,
      [table],
    );

  it('has an entity for each configured or listed table, and a map for each with hand-written SQL', () => {
    expect(exportedEntities.map(([, entity]) => db.dataSource.getMetadata(entity).tableName).sort()).toEqual([
      'admin_keys',
      'audit_log',
      'bot_keys',
      'source_faults',
      'tenant_secrets',
      'tenants',
    ]);
    expect(maps.map(([table]) => table).sort()).toEqual([
      'conversations',
      'deliveries',
      'handovers',
      'identities',
      'messages',
    ]);
  });

  it.each(exportedEntities)('is what %s declares', async (_, entity) => {
    const { columns, tableName } = db.dataSource.getMetadata(entity);
    const declared = columns.map(({ databaseName, type, isArray, isNullable }) => {
      const name = `${String(type)}${isArray ? '[]' : ''}`;
      return { column_name: databaseName, type: NAMES[name] ?? name, is_nullable: isNullable ? 'YES' : 'NO' };
    });
    const byName = (one: { column_name: string }, other: { column_name: string }): number =>
      one.column_name < other.column_name ? -1 : 1;
    expect(declared.sort(byName)).toEqual(await schemaOf(tableName));
  });

  it.each(maps)('is what the columns of %s name', async (table, { columns, besides }) => {
    const named = [...Object.values<string>(columns), ...besides].sort();
    expect(named).toEqual((await schemaOf(table)).map(({ column_name }) => column_name));
  });
});
