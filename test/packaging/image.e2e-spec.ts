import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const REFUSE = ['--import', './test/packaging/refuse-unneeded.mjs'];

describe('the image', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'engage-handover-image-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('omits no module that the built service loads', async () => {
    const file = join(directory, 'openapi.json');
    await run(process.execPath, [...REFUSE, 'dist/apps/connector/src/open-api.main.js', file], { cwd: ROOT });
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveProperty('openapi');
  });

  it('is checked by a process that fails without the omitted modules', async () => {
    const code = "await import('typescript')";
    const failure = run(process.execPath, [...REFUSE, '--input-type=module', '--eval', code], { cwd: ROOT });
    await expect(failure).rejects.toThrow('is not in the image');
  });

  it('runs as an account without rights, and has a health check', async () => {
    const dockerfile = await readFile(join(ROOT, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^USER 1000$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\/health\/live/m);
  });
});
