import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from './free-ports.js';

const PROGRAM = join(import.meta.dirname, '..', 'dist', 'apps', 'playground', 'src', 'main.js');
const READY = 'Engage Handover is running';

class Program {
  output = '';
  readonly child: ChildProcess;

  constructor(environment: Record<string, string>, args: string[] = []) {
    this.child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { ...process.env, ...environment },
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  async ready(): Promise<void> {
    await expect.poll(() => this.output, { timeout: 20_000 }).toContain(READY);
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  /** Like a terminal on Ctrl-C: to the whole process group. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-(this.child.pid ?? 0), signal);
  }
}

if (!existsSync(PROGRAM)) process.stdout.write('npm start is not tested: run npm run build first.\n');

describe.skipIf(!existsSync(PROGRAM))('npm start', () => {
  let dataDir: string;
  let environment: Record<string, string>;
  let chatPage: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'npm-start-'));
    const [port, simulator, bot] = await freePorts(3);
    chatPage = `http://127.0.0.1:${bot}`;
    environment = { PORT: `${port}`, SIMULATOR_PORT: `${simulator}`, DEMO_BOT_PORT: `${bot}`, DATA_DIR: dataDir };
    Object.assign(environment, { DATABASE_URL: '', NODE_ENV: '', ADMIN_API_KEY: '', SECRETS_KEYS: '', PUBLIC_URL: '' });
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  /** A customer's question, answered by the bot through the connector. @returns the chat */
  async function chatWorks(): Promise<string> {
    const { chatId } = (await (await post('/api/chats', {})).json()) as { chatId: string };
    await post(`/api/chats/${chatId}/messages`, { id: crypto.randomUUID(), text: 'When are you open?' });
    await expect.poll(() => storedChat(chatId), { timeout: 10_000 }).toContain('Monday to Friday');
    return chatId;
  }
  const post = (path: string, body: object): Promise<Response> =>
    fetch(chatPage + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  /** Checks of the demo tenant that warn or fail. */
  async function problems({ output }: Program): Promise<string[]> {
    const [, key = ''] = /Admin key\s+(eha_\S+)/.exec(output) ?? [];
    const url = `http://127.0.0.1:${environment['PORT']}/admin/tenants/demo/checks`;
    const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
    const results = (await answer.json()) as { id: string; status: string }[];
    return results.filter(({ status }) => status !== 'pass' && status !== 'skipped').map(({ id }) => id);
  }
  const storedChat = (id: string): Promise<string> =>
    readFile(join(dataDir, 'playground', 'chats', `${id}.json`), 'utf8');
  const postgresRuns = (): boolean => existsSync(join(dataDir, 'postgres', 'postmaster.pid'));

  it('starts everything, prints the addresses, and stops everything on Ctrl-C', async () => {
    const program = new Program(environment);
    await program.ready();
    const { PORT, SIMULATOR_PORT, DEMO_BOT_PORT } = environment;
    for (const port of [PORT, SIMULATOR_PORT, DEMO_BOT_PORT])
      expect(program.output).toContain(`http://localhost:${port}`);
    expect(program.output).toMatch(/Admin key\s+eha_/);
    expect(program.output).toMatch(/Demo tenant\s+demo\n/);
    await chatWorks();
    expect(await problems(program)).toEqual(['public-url']); // an address of this machine
    program.signalGroup('SIGINT');
    expect(await program.ended()).toBe(0);
    expect(postgresRuns()).toBe(false);
    expect(program.output.slice(program.output.indexOf('Stopping'))).not.toMatch(/error/i);
  });

  it('keeps its data, survives kill -9, and stops on SIGTERM', async () => {
    const killed = new Program(environment);
    await killed.ready();
    const chatId = await chatWorks();
    killed.signalGroup('SIGKILL');
    await killed.ended();

    const program = new Program(environment);
    await program.ready();
    expect((await fetch(`${chatPage}/api/chats/${chatId}/updates`)).status).toBe(200);
    await chatWorks();
    program.child.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
    expect(postgresRuns()).toBe(false);
  });

  it('refuses a platform that it does not support', async () => {
    const program = new Program(environment, ['--platform', 'other']);
    expect(await program.ended()).toBe(64);
    expect(program.output).toContain('generic|cognigy|chatlayer');
  });
});
