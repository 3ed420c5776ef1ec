import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from './free-ports.js';

const ROOT = join(import.meta.dirname, '..');
const program = (path: string): string => join(ROOT, 'dist', 'apps', path, 'src', 'main.js');
/** The connector must not wait for its database before it reports an error. */
const NO_DATABASE = 'postgres://none@127.0.0.1:1/none';
const isBuilt = existsSync(program('connector'));

if (!isBuilt) process.stdout.write('Errors at the start are not tested: run npm run build first.\n');

describe.skipIf(!isBuilt)('a program that cannot start', () => {
  let dataDir: string;
  let other: Server;
  let taken: number;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'start-errors-'));
    other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    taken = (other.address() as AddressInfo).port;
  });
  afterAll(async () => {
    other.close();
    await rm(dataDir, { recursive: true });
  });

  async function start(app: string, environment: Record<string, string>): Promise<{ code: number; output: string }> {
    const child = spawn(process.execPath, [program(app)], {
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir, DATABASE_URL: NO_DATABASE, ...environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  }

  it.each(['connector', 'simulator'])('the %s names the taken port and its variable', async (name) => {
    const app = name === 'simulator' ? 'engage-simulator' : name;
    const { code, output } = await start(app, { PORT: `${taken}` });
    expect(output.trimEnd()).toBe(
      `The ${name} cannot start:\n  PORT: port ${taken} is taken by another program; set PORT to another one.`,
    );
    expect(code).toBe(1);
  });

  it('the playground names every taken port', async () => {
    const [port, simulator] = await freePorts(2);
    const { code, output } = await start('playground', {
      PORT: `${port}`,
      SIMULATOR_PORT: `${simulator}`,
      DEMO_BOT_PORT: `${taken}`,
    });
    expect(output.trimEnd()).toBe(
      `The playground cannot start:\n  DEMO_BOT_PORT: port ${taken} is taken by another program; set DEMO_BOT_PORT to another one.`,
    );
    expect(code).toBe(1);
  });

  it.each([
    ['connector', { PORT: 'http' }],
    ['engage-simulator', { PORT: 'http' }],
    ['playground', { SIMULATOR_PORT: 'http' }],
  ])('the %s names an invalid variable', async (app, environment) => {
    const { code, output } = await start(app, environment);
    const [variable] = Object.keys(environment);
    expect(output.trimEnd()).toBe(
      `The environment variables are invalid:\n  ${variable}: must be a port number, 0 to 65535.`,
    );
    expect(code).toBe(78);
  });
});
