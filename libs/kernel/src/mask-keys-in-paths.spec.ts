import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { hideKeysAfter, maskKeysInPath, maskKeysInPaths } from './mask-keys-in-paths.js';

const KEY = 'k3y0of0the0tenant';
const LINK = 'AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB.1abc.CCCCCCCCCCCCCCCCCCCCCC';

beforeAll(() => {
  hideKeysAfter('/v1/mask-spec/');
  hideKeysAfter('/v1/spec-of-masks/out.puts/');
});

it.each([
  ['/v1/mask-spec/k3y-of-the-tenant', '/v1/mask-spec/[redacted]'],
  ['/v1/spec-of-masks/out.puts/k3y?x=1', '/v1/spec-of-masks/out.puts/[redacted]?x=1'],
  ['"/v1/mask-spec/k3y" and /v1/mask-spec/other', '"/v1/mask-spec/[redacted]" and /v1/mask-spec/[redacted]'],
  ['https://x.test/v1/mask-spec/k3y', 'https://x.test/v1/mask-spec/[redacted]'],
  [`https://x.test/files/${LINK}/a.png`, 'https://x.test/files/[redacted]'],
  ['/v1/mask-spec/', '/v1/mask-spec/'],
  ['/v1/spec-of-masks/handovers/close', '/v1/spec-of-masks/handovers/close'],
  ['/admin/tenants/mask-spec', '/admin/tenants/mask-spec'],
  ['/repo/libs/mask-spec/src/files/postgres-files.js:3:1', '/repo/libs/mask-spec/src/files/postgres-files.js:3:1'],
  ['/v1/conversations/100%', '/v1/conversations/100%'],
])('turns %s into %s', (path, expected) => {
  expect(maskKeysInPaths(path)).toBe(expected);
});

describe('a key', () => {
  it.each([
    ['an encoded letter', `/v1/%6dask-spec/${KEY}`, '/v1/%6dask-spec/[redacted]'],
    ['a letter encoded three times', `/v1/%25256dask-spec/${KEY}`, '/v1/%25256dask-spec/[redacted]'],
    ['an encoded escape', `/v1/%%36%64ask-spec/${KEY}`, '/v1/%%36%64ask-spec/[redacted]'],
    ['two slashes', `/v1//mask-spec/${KEY}`, '/v1//mask-spec/[redacted]'],
    ['a capital letter', `/V1/mask-spec/${KEY}`, '/V1/mask-spec/[redacted]'],
    ['an encoded slash', `/v1/mask-spec%2f${KEY}`, '/v1/mask-spec/[redacted]'],
    ['a backslash', `/v1\\mask-spec\\${KEY}`, String.raw`/v1\mask-spec/[redacted]`],
    ['a dot segment', `/v1/./mask-spec/${KEY}`, '/v1/./mask-spec/[redacted]'],
    ['two dots before it', `/v1/x/../mask-spec/${KEY}`, '/v1/x/../mask-spec/[redacted]'],
    ['two dots after it', `/v1/mask-spec/${KEY}/../../x`, '/v1/mask-spec/[redacted]'],
    ['path parameters', `/v1;a=b/mask-spec;c/${KEY}`, '/v1;a=b/mask-spec/[redacted]'],
    ['a quotation mark', `/v1/"/mask-spec/"${KEY}`, '/v1/"/mask-spec/[redacted]'],
    ['a whole address', `http://x.test/v1/mask-spec/${KEY}`, 'http://x.test/v1/mask-spec/[redacted]'],
    ['slashes in a second part', `/v1/spec-of-masks//out.puts/${KEY}`, '/v1/spec-of-masks//out.puts/[redacted]'],
    ['an encoded question mark', `/handover/acme%3Fsignature=${KEY}`, '/handover/acme/[redacted]'],
    ['an encoded link to a file', `//%46iles/.%2F%41${LINK.slice(1)}/a.png`, '//%46iles/[redacted]'],
  ])('is hidden in a path with %s', (_, path, expected) => {
    expect(maskKeysInPath(path)).toBe(expected);
  });

  it('is hidden in every spelling of its path, also in a line of a log', () => {
    fc.assert(
      fc.property(spellingOf('/v1/spec-of-masks/out.puts/'), (prefix) => {
        const path = `${prefix}${KEY}`;
        expect(maskKeysInPath(path)).not.toContain(KEY);
        expect(maskKeysInPaths(JSON.stringify({ path, msg: `GET ${path} 200` }))).not.toContain(KEY);
      }),
      { seed: 20_260_302, numRuns: 2_000 },
    );
  });

  it('is found in time that grows with the length of the path only', () => {
    const began = performance.now();
    for (const part of ['%25', '/v1', 'files-', '%3F', '%%2', '/files/'.padEnd(30, 'a')])
      maskKeysInPaths(part.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

/** The same path with letters in capitals or encoded up to three times, and slashes doubled, encoded or with dots. */
function spellingOf(path: string): fc.Arbitrary<string> {
  return fc.tuple(...[...path].map((character) => spellingOfCharacter(character))).map((parts) => parts.join(''));
}

function spellingOfCharacter(character: string): fc.Arbitrary<string> {
  const encoded = fc.integer({ min: 1, max: 3 }).map((times) => {
    const hex = character.charCodeAt(0).toString(16);
    return `%${'25'.repeat(times - 1)}${hex}`;
  });
  const plain = fc.constantFrom(character, character.toUpperCase());
  const slashes = fc.constantFrom('/', '//', '/./', '/x/../', '/%2e/', '\\', '%5c', '%252F');
  return character === '/' ? fc.oneof(slashes, encoded) : fc.oneof({ weight: 4, arbitrary: plain }, encoded);
}
