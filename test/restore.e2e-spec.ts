import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDataSource, revertLast } from '#database';
import { migrateUp } from '../apps/connector/src/database-for.js';
import {
  ApiClient,
  type ConnectorEnvironment,
  type ConnectorProcess,
  environmentFor,
  eventually,
  launchProcess,
  startWorld,
  Story,
  type World,
} from './harness/index.js';

const OTHER_KEYS = `other:${createHash('sha256').update('another key').digest('base64')}`;

/** The drill of docs/backup-and-upgrade.md. A copy of the database replaces a restored dump. */
describe('a restored database', () => {
  let world: World;
  let story: Story;
  let environment: ConnectorEnvironment;
  let connector: ConnectorProcess | undefined;
  const copies: string[] = [];
  beforeAll(async () => {
    world = await startWorld({ asProcesses: true });
    story = new Story(world, 'restored');
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await world.connectors[0]?.stop();
    await world.database.dataSource.destroy(); // a template must have no connections
    const url = new URL(world.connectors[0]?.url ?? '');
    environment = { ...(await environmentFor('', '')), PORT: url.port, PUBLIC_URL: url.origin };
  });
  afterEach(() => connector?.kill());
  afterAll(async () => {
    for (const name of copies) await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    await world.stop();
  });

  async function administer(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: at(world.database.url, 'postgres') });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }

  /** @returns the URLs of the restored database for the owner and for the service */
  async function restore(): Promise<{ ownerUrl: string; url: string }> {
    const name = `restored_${randomUUID().replaceAll('-', '')}`;
    await administer(`CREATE DATABASE ${name} TEMPLATE ${new URL(world.database.url).pathname.slice(1)}`);
    copies.push(name);
    return { ownerUrl: at(world.database.url, name), url: at(world.database.serviceUrl, name) };
  }

  function start(
    { ownerUrl, url }: { ownerUrl: string; url: string },
    more: ConnectorEnvironment = {},
  ): ConnectorProcess {
    connector = launchProcess({ ...environment, DATABASE_URL: url, MIGRATION_DATABASE_URL: ownerUrl, ...more });
    return connector;
  }

  const ready = async (): Promise<Response> => fetch(`${environment['PUBLIC_URL']}/health/ready`);
  const isReady = (): Promise<void> => eventually(async () => expect((await ready()).status).toBe(200));

  it('continues with its keys where it was', async () => {
    start(await restore());
    await isReady();
    await story.agent('mara', 'take');
    await story.agent('mara', 'reply', { body: 'Mara here' });
    await eventually(() => expect(story.heard()).toContain('agent: Mara here'));
    await story.agent('mara', 'complete');
    await eventually(async () => expect(await story.state()).toBe('bot'));
    expect(connector?.output()).not.toContain('SECRETS_KEYS');
  });

  it('names the missing keys, and accepts secrets that are set again', async () => {
    const running = start(await restore(), { SECRETS_KEYS: OTHER_KEYS });
    await isReady();
    await eventually(() => expect(running.output()).toContain('SECRETS_KEYS does not have: test. Add these keys'));
    const message = { sessionId: 'restored', userId: 'u', messageId: 'm', author: 'user', text: 'Hello?' };
    const { status, body } = await world.acme.v1.post('/v1/messages', message);
    expect([status, body]).toMatchObject([503, { code: 'secrets.unreadable' }]);
    expect(body['detail']).toContain(
      'SECRETS_KEYS has no key with the id "test". Add the key, or set the secret again.',
    );
    expect(await world.admin.post('/admin/tenants/acme/secrets/webhookSecret/rotate', {})).toMatchObject({
      status: 200,
    });
  });

  it('with the previous schema is not ready until the migrations have run, and keeps its rows', async () => {
    const { ownerUrl, url } = await restore();
    const owner = await createDataSource({ url: ownerUrl, poolSize: 1 }).initialize();
    await revertLast(owner).finally(() => owner.destroy());
    const key = 'an-admin-key-that-is-long-enough';
    start({ ownerUrl, url }, { NODE_ENV: 'production', HOST: '127.0.0.1', ADMIN_API_KEY: key });
    await eventually(async () => {
      expect(((await (await ready()).json()) as { detail: string }).detail).toMatch(/^Migrations are missing: /);
    });
    await migrateUp({ url, ownerUrl });
    await isReady();
    const admin = new ApiClient(() => environment['PUBLIC_URL'] ?? '', key);
    expect(await admin.get('/admin/tenants/acme')).toMatchObject({ status: 200, body: { slug: 'acme' } });
  });

  it(
    'is still used by a running process while a later version adds to every table, and by one that starts afterwards',
    { timeout: 90_000 },
    async () => {
      const restored = await restore();
      const own = new Story(world, 'upgraded');
      start(restored);
      await isReady();
      await own.says('user', 'Before');
      await own.isHandedOver();
      await addToEveryTable(restored.ownerUrl);
      await own.says('user', 'With the later schema');
      await own.showsInEngage('Before', 'With the later schema');
      await own.agentAnswers('mara', 'Mara here');
      await eventually(() => expect(own.heard()).toContain('agent: Mara here'));
      await connector?.stop();
      start(restored);
      await isReady();
      await own.agent('mara', 'complete');
      await eventually(() => expect(own.heard().at(-1)).toBe('completed/completed'));
      await own.says('user', 'Afterwards');
      await own.showsInEngage(...['Before', 'With the later schema', 'Mara here', 'Afterwards']);
      expect(connector?.output()).not.toMatch(/"level":"(error|fatal)"/);
    },
  );

  /** Changes that migrations of a later version may make. */
  async function addToEveryTable(url: string): Promise<void> {
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    const { rows } = await owner.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { name } of rows)
      await owner.query(`ALTER TABLE ${name} ADD COLUMN later text, ADD COLUMN later_still integer NOT NULL DEFAULT 0`);
    await owner.query('CREATE TABLE later (tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE)');
    await owner.query(`INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`);
    await owner.end();
  }
});

function at(url: string, database: string): string {
  const found = new URL(url);
  found.pathname = `/${database}`;
  return found.href;
}
