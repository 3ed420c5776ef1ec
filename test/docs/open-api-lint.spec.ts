import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('finds no error in the OpenAPI document with the rules of Redocly and Spectral', async () => {
  const { stderr } = await promisify(execFile)(process.execPath, ['scripts/lint-openapi.mjs']);
  expect(stderr).toBe('');
}, 120_000);
