import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { shiftedClock } from './harness/index.js';

/** Calls that Engage allows a domain in any 60 seconds. */
const ALLOWED = 500;
const DOMAIN = 'acme.api.engagement.dimelo.com';
const TENANT = newId();

/** A replica in a separate process. */
class Replica {
  readonly lines = { ready: 0, admitted: 0, refused: 0 };

  private constructor(private readonly child: ChildProcess) {}

  static start(url: string, environment: object = {}): Replica {
    const args = ['test/harness/calling-governor.mjs', url, DOMAIN, TENANT];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const replica = new Replica(child);
    createInterface({ input: child.stdout }).on('line', (line) => {
      replica.lines[line as keyof Replica['lines']] += 1;
    });
    return replica;
  }

  begin(): void {
    this.child.stdin?.write('begin\n');
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

describe('four replicas that call one Engage domain', () => {
  let db: ThrowAwayDatabase;
  const replicas: Replica[] = [];
  beforeAll(async () => {
    db = await throwAwayDatabase();
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.kill()));
    await db.drop();
  });

  const counted = async (): Promise<number | undefined> =>
    (await db.dataSource.query<{ calls: number }[]>('SELECT sum(calls)::int AS calls FROM engage_calls'))[0]?.calls;

  it('stay within its limit together, also when one is killed and one has a wrong clock', async () => {
    const late = shiftedClock(-3_600_000);
    replicas.push(...[{}, {}, {}, late].map((environment) => Replica.start(db.url, environment)));
    await expect.poll(() => replicas.every(({ lines }) => lines.ready > 0)).toBe(true);
    for (const replica of replicas) replica.begin();
    await expect.poll(() => replicas[0]?.lines.admitted).toBeGreaterThan(0);
    await replicas[0]?.kill();
    const others = replicas.slice(1);
    await expect.poll(() => others.every(({ lines }) => lines.refused > 20)).toBe(true);
    await Promise.all(others.map((replica) => replica.kill()));
    const admitted = replicas.reduce((sum, { lines }) => sum + lines.admitted, 0);
    expect(await counted()).toBe(ALLOWED);
    expect(admitted).toBeLessThanOrEqual(ALLOWED);
    expect(admitted).toBeGreaterThanOrEqual(ALLOWED - 1); // the killed one may have had one that it did not report
  }, 120_000);
});
