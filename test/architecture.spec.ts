import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const PROJECT = resolve(import.meta.dirname, '..');

/** Two words of SQL that do not follow each other in prose, in the spelling of statements. */
const STATEMENT =
  /\bSELECT\b[^;]*\b(FROM|pg_\w+\()|\bINSERT INTO\b|\bUPDATE \S+( AS)?( \w+)? SET\b|\bDELETE FROM\b|\b(CREATE|ALTER|DROP) (TABLE|INDEX|FUNCTION|DATABASE)\b|\bSET LOCAL\b/;
const WHERE_SQL_MAY_STAND =
  /\/adapters\/|^libs\/database\/|^libs\/testing\/|\/testing\/|\.(spec|int-spec|contract)\.ts$/;

const files = ['libs', 'apps/connector'].flatMap((folder) =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)src\/.*\.ts$/.test(path))
    .map((path) => `${folder}/${path}`),
);

describe('the architecture', () => {
  it.each([
    ['SELECT 1 FROM messages', true],
    ['SELECT\n  id\nFROM messages', true],
    ["SELECT pg_notify('a', 'b')", true],
    ['INSERT INTO a VALUES (1)', true],
    ['UPDATE a SET b = 1', true],
    ['UPDATE a AS x SET b = 1', true],
    ['DELETE FROM a', true],
    ['SET LOCAL statement_timeout = 0', true],
    ['Select an agent from the list, update the set and delete from it.', false],
  ])('treats %j as SQL: %s', (text, isSql) => {
    expect(STATEMENT.test(text)).toBe(isSql);
  });

  it('keeps SQL in the adapters', () => {
    expect(files.length).toBeGreaterThan(300);
    const withSql = files.filter((file) => STATEMENT.test(readFileSync(join(PROJECT, file), 'utf8')));
    expect(withSql.filter((file) => WHERE_SQL_MAY_STAND.test(file)).length).toBeGreaterThan(10);
    expect(withSql.filter((file) => !WHERE_SQL_MAY_STAND.test(file))).toEqual([]);
  });

  it('knows TypeORM only where rows are read and written', () => {
    const withOrm = files.filter((file) => /from '(typeorm|pg)'/.test(readFileSync(join(PROJECT, file), 'utf8')));
    expect(withOrm.filter((file) => !WHERE_SQL_MAY_STAND.test(file))).toEqual([]);
  });

  it('uses the suffix for every entity, and for nothing else', () => {
    expect(files.filter((file) => file.endsWith('.row.ts'))).toEqual([]);
    const declaring = files.filter((file) => /^@Entity\(/m.test(readFileSync(join(PROJECT, file), 'utf8')));
    expect(declaring.filter((file) => !file.endsWith('.entity.ts'))).toEqual([]);
  });
});
