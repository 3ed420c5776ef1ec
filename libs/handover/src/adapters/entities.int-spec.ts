import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { handoverEntities } from './entities.js';

interface SchemaColumn {
  readonly column_name: string;
  readonly type: string;
  readonly is_nullable: 'YES' | 'NO';
}

/** PostgreSQL's names for the types that the entities are declared with. */
const NAMES: Record<string, string> = { timestamptz: 'timestamp with time zone', 'text[]': 'ARRAY' };

describe('entities', () => {
  let db: ThrowAwayDatabase;
  beforeAll(async () => {
    db = await throwAwayDatabase({ entities: handoverEntities });
  });
  afterAll(() => db.drop());

  it.each(handoverEntities.map((entity) => [entity.name, entity] as const))(
    '%s equals its table',
    async (_, entity) => {
      const { columns, tableName } = db.dataSource.getMetadata(entity);
      const schema: SchemaColumn[] = await db.dataSource.query(
        'SELECT column_name, data_type AS type, is_nullable FROM information_schema.columns WHERE table_name = $1',
        [tableName],
      );
      const declared = columns.map(({ databaseName, type, isArray, isNullable }) => {
        const name = `${String(type)}${isArray ? '[]' : ''}`;
        return { column_name: databaseName, type: NAMES[name] ?? name, is_nullable: isNullable ? 'YES' : 'NO' };
      });
      const byName = (one: { column_name: string }, other: { column_name: string }): number =>
        one.column_name.localeCompare(other.column_name);
      expect(declared.sort(byName)).toEqual(schema.sort(byName));
    },
  );
});
