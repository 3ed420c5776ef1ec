import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revertLast } from '#database';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { breakingChanges } from './breaking-changes.js';
import { CONTRACTED, RELEASES } from './releases.js';
import { schemaShape, type SchemaShape } from './schema-shape.js';

/**
 * While processes are replaced one by one, those of the previous release work with the new schema
 * (docs/backup-and-upgrade.md).
 */
describe('the schema after a release', () => {
  let db: ThrowAwayDatabase;
  beforeAll(async () => {
    db = await throwAwayDatabase();
  });
  afterAll(() => db.drop());

  const query = <Row>(sql: string): Promise<Row[]> => db.dataSource.query<Row[]>(sql);

  /** The schema after these statements, which are rolled back. */
  async function shapeWith(...statements: readonly string[]): Promise<SchemaShape> {
    const runner = db.dataSource.createQueryRunner();
    await runner.query('BEGIN');
    try {
      for (const statement of statements) await runner.query(statement);
      return await schemaShape(<Row>(sql: string) => runner.query(sql) as Promise<Row[]>);
    } finally {
      await runner.query('ROLLBACK');
      await runner.release();
    }
  }

  it.each([
    ['DROP TABLE files', 'table files is missing'],
    ['ALTER TABLE messages RENAME TO sayings', 'table messages is missing'],
    ['ALTER TABLE messages DROP COLUMN text', 'column messages.text is missing'],
    ['ALTER TABLE messages RENAME COLUMN text TO words', 'column messages.text is missing'],
    [
      'ALTER TABLE conversations ALTER COLUMN session_id TYPE varchar(99)',
      'column conversations.session_id has the type',
    ],
    ['ALTER TABLE lanes ALTER COLUMN ready_at SET NOT NULL', 'column lanes.ready_at is required'],
    ['ALTER TABLE events ADD COLUMN weight integer NOT NULL', 'column events.weight is required'],
    [
      'DROP FUNCTION load_facts(uuid, jsonb, boolean, integer)',
      'function load_facts(uuid,jsonb,boolean,integer) is missing',
    ],
    ['ALTER FUNCTION load_facts(uuid, jsonb, boolean, integer) RENAME TO load', 'function load_facts'],
    [
      'REVOKE INSERT ON messages FROM engage_handover_app',
      'right engage_handover_app may INSERT on messages is missing',
    ],
    ["ALTER TABLE messages ADD CONSTRAINT short CHECK (text <> 'x')", 'rule messages short is new'],
    ['CREATE UNIQUE INDEX once ON conversations (tenant_id, user_id)', 'rule conversations once is new'],
  ])('breaks earlier processes with: %s', async (statement, change) => {
    const changes = breakingChanges(await shapeWith(), await shapeWith(statement));
    expect(changes.filter((one) => one.startsWith(change))).not.toEqual([]);
  });

  it.each([
    'ALTER TABLE messages ADD COLUMN mood text',
    "ALTER TABLE messages ADD COLUMN mood text NOT NULL DEFAULT ''",
    "ALTER TABLE messages ADD COLUMN mood text CHECK (mood IN ('good', 'bad'))",
    'ALTER TABLE lanes ALTER COLUMN destination DROP NOT NULL',
    'CREATE TABLE moods (id integer PRIMARY KEY, name text NOT NULL UNIQUE)',
    'CREATE INDEX by_user ON conversations (tenant_id, user_id)',
    'CREATE FUNCTION moods() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
    'GRANT SELECT ON conversations TO engage_handover_app',
  ])('lets earlier processes continue with: %s', async (statement) => {
    expect(breakingChanges(await shapeWith(), await shapeWith(statement))).toEqual([]);
  });

  it('only adds to the schema of the previous release, except for objects that it no longer uses', async () => {
    const later = [{ version: 'next', shape: await schemaShape(query) }];
    for (const { version, lastMigration } of RELEASES.toReversed()) {
      for (let names = await allMigrations(); names.at(-1) !== lastMigration;) names = await revertLast(db.dataSource);
      const shape = await schemaShape(query);
      const [after] = later;
      if (!after) throw new Error('There is always a later schema.');
      const contracted = Object.keys(CONTRACTED[after.version] ?? {});
      expect(breakingChanges(shape, after.shape).filter((change) => !contracted.includes(change))).toEqual([]);
      later.unshift({ version, shape });
    }
  });

  async function allMigrations(): Promise<string[]> {
    const names = (await query<{ name: string }>('SELECT name FROM migrations ORDER BY id')).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(RELEASES.map(({ lastMigration }) => lastMigration)));
    return names;
  }
});
