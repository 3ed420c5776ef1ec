import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');

const linksIn = (part: string): string[] => [...part.matchAll(/\]\(([^)#]+)\)/g)].flatMap(([, link]) => link ?? []);
const [, threatModel = ''] = text.split('\n## Threats\n');
const threats = (threatModel.split('\n## ', 1)[0] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Threat '))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, threat = '', defence = '', tests = '']) => ({ threat, defence, tests: linksIn(tests) }));

describe('the threat model', () => {
  it('links to files that exist', () => {
    expect(linksIn(text).filter((link) => !existsSync(join(ROOT, link)))).toEqual([]);
  });

  it('names threats', () => expect(threats.length).toBeGreaterThan(20));

  it.each(threats)('has a defence and a test: $threat', ({ defence, tests }) => {
    expect(defence).not.toBe('');
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((file) => !/spec\.ts$/.test(file))).toEqual([]);
  });
});
