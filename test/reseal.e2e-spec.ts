import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, createSecretKey, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppConfig } from '#config';
import { Secret, type TenantId } from '#kernel';
import { SecretSealer } from '../libs/tenant-config/src/adapters/sealing/secret-sealer.js';
import {
  type ConnectorEnvironment,
  type ConnectorProcess,
  environmentFor,
  eventually,
  launchProcess,
  startWorld,
  Story,
  type World,
} from './harness/index.js';

/** The key of `startWorld`. */
const FORMER = { id: 'test', key: createHash('sha256').update('world').digest() };
const LATTER = { id: 'next', key: createHash('sha256').update('the next key').digest() };
const keys = (...all: { id: string; key: Buffer }[]): string =>
  all.map(({ id, key }) => `${id}:${key.toString('base64')}`).join();
/** Enough to kill the command in the middle; it seals 100 at a time. */
const OTHER_TENANTS = 6_000;

describe('npm run secrets:reseal', () => {
  let world: World;
  let environment: ConnectorEnvironment;
  let connector: ConnectorProcess | undefined;
  let story: Story;
  const said: string[] = [];

  beforeAll(async () => {
    // the process is restarted while events are being sent; that must not suspend the webhook here
    const webhooks = { suspension: { failureRatio: 2 } };
    world = await startWorld({ asProcesses: true, switches: { webhooks } });
    story = new Story(world, 'resealed');
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await eventually(() => story.agent('mara', 'take'));
    await addTenants();
    const [first] = world.connectors;
    const { port, origin } = new URL(first?.url ?? '');
    const { url: owner, serviceUrl } = world.database;
    const own = { PORT: port, PUBLIC_URL: origin, MIGRATION_DATABASE_URL: owner };
    environment = { ...(await environmentFor(serviceUrl, '')), ...own };
    await first?.stop();
  }, 120_000);
  afterAll(async () => {
    await connector?.kill();
    await world.stop();
  });

  /** Disabled tenants, each with a secret that is sealed with the former key. */
  async function addTenants(): Promise<void> {
    const secretsKeys = [{ id: FORMER.id, key: createSecretKey(FORMER.key) }];
    const sealer = new SecretSealer({ secretsKeys } as unknown as AppConfig);
    const ids = Array.from({ length: OTHER_TENANTS }, () => randomUUID() as unknown as TenantId);
    const sealed = ids.map((id) => sealer.seal(id, 'bot.callbackSecret', new Secret(`secret of ${id}`)));
    const { dataSource } = world.database;
    await dataSource.query(
      `INSERT INTO tenants (tenant_id, slug, name, enabled, is_default, engage, bot, handover, profile_mapping, retention, created_at, updated_at)
       SELECT id, id::text, 'Other', false, false, '{}', '{"platform":"generic"}', '{}', '{}', '{}', now(), now() FROM unnest($1::uuid[]) id`,
      [ids],
    );
    await dataSource.query(
      `INSERT INTO tenant_secrets (tenant_id, name, sealed, last4, updated_at)
       SELECT id, 'bot.callbackSecret', sealed, '', now() FROM unnest($1::uuid[], $2::text[]) AS one (id, sealed)`,
      [ids, sealed],
    );
  }

  async function start(...secretsKeys: { id: string; key: Buffer }[]): Promise<void> {
    await connector?.stop();
    connector = launchProcess({ ...environment, SECRETS_KEYS: keys(...secretsKeys) });
    const url = `${environment['PUBLIC_URL']}/health/ready`;
    await eventually(async () => expect((await fetch(url)).status).toBe(200), 60_000);
  }

  /** Number of secrets that are sealed with each key. */
  async function sealedWith(): Promise<Record<string, number>> {
    const rows: { id: string; count: number }[] = await world.database.dataSource.query(
      `SELECT split_part(sealed, '.', 2) AS id, count(*)::int AS count FROM tenant_secrets GROUP BY 1`,
    );
    return Object.fromEntries(rows.map(({ id, count }) => [id, count]));
  }

  function reseal(): ChildProcess {
    const script = 'dist/apps/connector/src/reseal.main.js';
    const SECRETS_KEYS = keys(LATTER, FORMER);
    const env = { PATH: process.env['PATH'], ...environment, SECRETS_KEYS };
    return spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** One message in each direction. */
  async function bothSpeak(): Promise<void> {
    const text = `message ${said.length}`;
    said.push(text);
    await story.says('user', text);
    await story.agent('mara', 'reply', { body: `answer to ${text}` });
  }

  const answers = (): unknown[] => story.events('agent.message').map(({ data }) => data['text']);
  const arrived = async (): Promise<void> => {
    await eventually(() => expect(answers()).toEqual(said.map((text) => `answer to ${text}`)));
    await eventually(async () => expect(await story.inEngage()).toEqual(expect.arrayContaining(said)));
  };

  it('continues where it was killed, while messages pass and secrets are rotated', { timeout: 120_000 }, async () => {
    await start(LATTER, FORMER);
    const rotated = world.admin.post('/admin/tenants/acme/secrets/callbackSecret/rotate', { overlapMinutes: 60 });
    expect(await rotated).toMatchObject({ status: 200 });
    let isOver = false;
    const talk = (async () => {
      while (!isOver) await bothSpeak();
    })();

    const killed = reseal();
    await once(killed.stdout!, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const half = await sealedWith();
    expect(half[FORMER.id]).toBeGreaterThan(100);
    expect(half[LATTER.id]).toBeGreaterThanOrEqual(100);

    const second = reseal();
    let output = '';
    for (const stream of [second.stdout!, second.stderr!])
      stream.on('data', (data: Buffer) => (output += data.toString()));
    const other = world.admin.post('/admin/tenants/acme/secrets/webhookSecret/rotate', { overlapMinutes: 60 });
    expect(await other).toMatchObject({ status: 200 });
    expect(await once(second, 'exit'), output).toEqual([0, null]);
    expect(output).toContain('Cannot be opened: 0.');
    const all = await sealedWith();
    expect(Object.keys(all)).toEqual([LATTER.id]);
    expect(all[LATTER.id]).toBeGreaterThan(OTHER_TENANTS);

    isOver = true;
    await talk;
    await arrived();
    expect(said.length).toBeGreaterThan(3);
  });

  it('leaves nothing that needs the former key', async () => {
    await start(LATTER);
    await bothSpeak();
    await arrived();
    await story.agent('mara', 'complete');
    await eventually(() => expect(story.heard().at(-1)).toBe('completed/completed'));
    expect(connector?.output()).not.toContain('SECRETS_KEYS');
  });
});
