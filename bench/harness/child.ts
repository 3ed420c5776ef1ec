import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A helper in a process of its own that answers one request at a time. */
export class Child {
  private readonly process: ChildProcess;
  /** The URL at which it listens. */
  readonly url: string;

  private constructor(process: ChildProcess, url: string) {
    this.process = process;
    this.url = url;
  }

  /** Starts `bench/processes/<name>.process.ts`. */
  static async start(name: string, ...args: string[]): Promise<Child> {
    const file = fileURLToPath(new URL(`../processes/${name}.process.ts`, import.meta.url));
    const child = fork(file, args);
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    return new Child(child, url);
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** @throws Error when the child fails */
  async ask<Answer>(request: object): Promise<Answer> {
    const answered = once(this.process, 'message') as Promise<[Answer & { error?: string }]>;
    this.process.send(request);
    const [answer] = await answered;
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.disconnect();
    await ended;
  }
}

/** A connector of the build, started as `npm run start:connector` does. Its log is discarded. */
export class ConnectorProcess {
  private readonly child: ChildProcess;
  readonly url: string;
  private errors = '';

  private constructor(environment: Readonly<Record<string, string>>) {
    const args = [
      '--import',
      './dist/apps/connector/src/source-maps.js',
      '--max-semi-space-size=8',
      '--heap-growing-percent=30',
      'dist/apps/connector/src/main.js',
    ];
    const env = { PATH: process.env['PATH'], ...environment };
    this.child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr?.on('data', (data: Buffer) => (this.errors += data.toString()));
    this.url = environment['PUBLIC_URL'] ?? '';
  }

  static async start(environment: Readonly<Record<string, string>>): Promise<ConnectorProcess> {
    const connector = new ConnectorProcess(environment);
    await connector.ready();
    return connector;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  private async ready(): Promise<void> {
    for (let tries = 0; tries < 600 && this.child.exitCode === null; tries++) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined); // not listening yet
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`The connector did not start. ${this.errors}`);
  }
}
