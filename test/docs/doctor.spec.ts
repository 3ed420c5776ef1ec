import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CATALOGUE } from '#doctor';
import { type CheckDescription, descriptionsOf } from '#tenant-config';
import { BOT_PLATFORMS } from '../../apps/connector/src/bot-platforms.js';

const PAGE = join(import.meta.dirname, '../../docs/doctor.md');
const TABLE = /(?<=<!-- checks -->\n)[^]*(?=<!-- \/checks -->)/;

const all = [...CATALOGUE, ...BOT_PLATFORMS.flatMap(({ checks }) => descriptionsOf(checks.group))];

function row({ id, title, looksAt, needs, hourly }: CheckDescription): string {
  return `| \`${id}\` | ${title} | ${looksAt} | ${needs.map((need) => `\`${need}\``).join(', ')} | ${hourly ? 'hourly' : ''} |`;
}

it('the page about the connection checks has the table of the catalogue (UPDATE_GOLDEN=1 writes it)', () => {
  const table = ['', '| id | passes if | looks at | needs | |', '|---|---|---|---|---|', ...all.map(row), '', ''].join(
    '\n',
  );
  const page = readFileSync(PAGE, 'utf8');
  if (process.env['UPDATE_GOLDEN'])
    writeFileSync(
      PAGE,
      page.replace(TABLE, () => table),
    );
  expect(TABLE.exec(readFileSync(PAGE, 'utf8'))?.[0]).toBe(table);
});

it('every id is unique, and every platform names the check of its credentials', () => {
  const ids = all.map(({ id }) => id);
  expect(ids.length).toBe(new Set(ids).size);
  for (const { checks } of BOT_PLATFORMS) expect(Object.keys(checks.group)).toContain(checks.credentials);
});

/** Checks whose tests call the function itself, without the id. */
const BY_FUNCTION = [
  'public-url-reachable',
  'database-clock',
  'capabilities-read',
  'sdk-signature',
  'webhook-secret',
  'source-faults',
];

it('every check has a test in which it fails', () => {
  const specs = globSync([
    'test/doctor.e2e-spec.ts',
    'libs/doctor/**/*.spec.ts',
    'libs/bot-platforms/**/*.bot-checks.spec.ts',
  ]);
  const texts = specs.map((file) => readFileSync(file, 'utf8')).join('\n');
  const broken = new Set([...texts.matchAll(/'([a-z-]+)': '(?:fail|warn)'/g)].map(([, id]) => id));
  const unbroken = all.map(({ id }) => id).filter((id) => !broken.has(id) && !BY_FUNCTION.includes(id));
  expect(unbroken).toEqual([]);
});
