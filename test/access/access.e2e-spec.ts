import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routesOf } from '../blocking/routes.js';
import { ApiClient, Callers, startWorld, Story, type World, type WorldTenant } from '../harness/index.js';
import { bearer, type Call, callOperation, type Refusal } from './calls.js';
import { isOfAdministrators, isOfBots, type Operation, operations } from './operation.js';

const ROLES = ['viewer', 'operator', 'admin'];
const WRONG = 'eha_wrong-key-0123456789abcdef0123456789';
/** A session of acme; globex has no session with this id. */
const UNTOUCHED = 'a-session-of-acme-only';
/** Paths that everyone may call. */
const OPEN = /^\/(?:health\/|metrics$)/;
const ALL = operations();
const OF_ADMINISTRATORS = ALL.filter(isOfAdministrators);
const OF_BOTS = ALL.filter(isOfBots);
const OTHERS = ALL.filter((one) => !isOfAdministrators(one) && !isOfBots(one) && !OPEN.test(one.path));

describe('every operation of the OpenAPI document', () => {
  let world: World;
  let url: string;
  let acme: WorldTenant;
  let globex: WorldTenant;
  let story: Story;
  let callers: Callers;
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    world = await startWorld({ tenants: 2 });
    [acme, globex] = world.tenants as [WorldTenant, WorldTenant];
    url = new URL(acme.engageUrl).origin;
    callers = await Callers.create(world);
    story = new Story(world, 'acmes-session', acme);
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await new Story(world, UNTOUCHED, acme).says('user', 'Hello');
    for (const role of ROLES) keys[role] = await newKey({ name: role, role });
    keys['of globex'] = await newKey({ name: 'bound', role: 'admin', tenants: ['globex'] });
  });
  afterAll(() => world.stop());

  async function newKey(wanted: object): Promise<string> {
    return (await world.admin.post<{ key: string }>('/admin/keys', wanted)).body.key;
  }
  const call = (operation: Operation, given: Call): Promise<Refusal> => callOperation(url, operation, given);
  const callAs = (operation: Operation, key: string, given: Call = {}): Promise<Refusal> =>
    call(operation, { ...given, headers: bearer(key) });

  it('is checked here: it documents who may call it, or is open to everyone', () => {
    const unclear = OTHERS.filter(({ schemes, path }) => schemes.length === 0 && !path.includes('{webhookKey}'));
    expect(unclear.map(({ name }) => name)).toEqual([]);
    expect(OF_ADMINISTRATORS.filter(({ role = '' }) => !ROLES.includes(role)).map(({ name }) => name)).toEqual([]);
    expect(OF_ADMINISTRATORS.every(({ path }) => path.startsWith('/admin/'))).toBe(true);
  });

  it('covers everything below /admin and /v1', () => {
    const app = world.connectors[0]?.app;
    if (!app) throw new Error('The connector runs in this process.');
    const described = new Set(ALL.map(({ name }) => name));
    const served = routesOf(app)
      .filter(({ path }) => /^\/(?:admin|v1)(?:\/|$)/.test(path))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(served.filter((name) => !described.has(name))).toEqual([]);
  });

  describe.each(OF_ADMINISTRATORS)('$name', (operation) => {
    const { role = '', needsUnboundKey, path } = operation;
    const ofAcme: Call = { parameters: { slug: 'acme' } };

    it('refuses callers without a key of an administrator', async () => {
      const without = await call(operation, ofAcme);
      const wrong = await callAs(operation, WRONG, ofAcme);
      const bots = await callAs(operation, acme.v1.key, ofAcme);
      const inHeader = await call(operation, { ...ofAcme, headers: { 'x-api-key': keys['admin'] ?? '' } });
      expect([without, wrong, bots, inHeader].map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    });

    it.each(ROLES)('accepts a key with the role %s only if that is enough', async (given) => {
      const { status } = await callAs(operation, keys[given] ?? '', { parameters: { slug: 'nobody' } });
      if (ROLES.indexOf(given) < ROLES.indexOf(role)) expect(status).toBe(403);
      else expect([401, 403]).not.toContain(status);
      expect(status).toBeLessThan(500);
    });

    it('shows nothing of a tenant to a key that is bound to another one', async () => {
      const key = keys['of globex'] ?? '';
      if (needsUnboundKey) return expect((await callAs(operation, key)).status).toBe(403);
      if (path.includes('{slug}')) return expectSame(operation, key, { slug: 'acme' }, { slug: 'nobody' });
      if (path.includes('{id}')) return expectSame(operation, key, { id: await idOf(operation) }, {});
      const body = JSON.stringify({ ...operation.example, tenant: 'acme' });
      const asked = await callAs(operation, key, { query: 'tenant=acme', body });
      if (asked.status !== 404) {
        const all = await callAs(operation, key, { body });
        expect(all.text + asked.text).not.toMatch(/acme/);
      }
    });

    /** An object of another tenant gets the same answer as one that does not exist. */
    async function expectSame(
      { method }: Operation,
      key: string,
      others: Record<string, string>,
      nothing: Record<string, string>,
    ): Promise<void> {
      const body = path.includes('{slug}') ? undefined : JSON.stringify(method === 'GET' ? {} : operation.example);
      const given = body === undefined ? {} : { body };
      const { status, code, detail } = await callAs(operation, key, { ...given, parameters: others });
      expect(status).toBe(404);
      const missing = await callAs(operation, key, { ...given, parameters: nothing });
      expect({ status, code, detail }).toEqual({
        status: missing.status,
        code: missing.code,
        detail: missing.detail,
      });
    }

    /** The id of acme's object in the list at the beginning of the operation's path. */
    async function idOf({ path: of }: Operation): Promise<string> {
      const list = of.slice(0, of.indexOf('/{id}'));
      const { body } = await world.admin.get<{ items: { id: string }[] }>(`${list}?tenant=acme&limit=1`);
      const [first] = body.items;
      if (!first) throw new Error(`GET ${list} has nothing of acme.`);
      return first.id;
    }
  });

  describe.each(OF_BOTS)('$name', (operation) => {
    it('refuses callers without a key of a bot', async () => {
      const refused = [
        await call(operation, {}),
        await callAs(operation, WRONG),
        await call(operation, { headers: { 'x-api-key': WRONG } }),
        await callAs(operation, world.admin.key),
        await callAs(operation, keys['admin'] ?? ''),
      ];
      expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    });

    it('changes nothing of a tenant, and shows nothing, for the key of another one', async () => {
      const before = await whatAcmeHas();
      const body = JSON.stringify({ ...operation.example, sessionId: story.sessionId, userId: story.userId });
      const parameters = { sessionId: UNTOUCHED };
      const answer = await callAs(operation, globex.v1.key, { parameters, body });
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toContain((await story.conversation()).id);
      if (operation.path.includes('{sessionId}')) expect(answer.status).toBe(404);
      expect(await whatAcmeHas()).toEqual(before);
    });

    it('refuses the key of a tenant that is disabled, before it reads the body', async () => {
      const key = await disabledTenantsKey();
      expect(await callAs(operation, key)).toMatchObject({ status: 403, code: 'tenant.disabled' });
    });
  });

  describe.each(OTHERS)('$name', (operation) => {
    it('refuses callers who know neither the address nor its secret', async () => {
      const { parameters } = callers.of(operation.path.replaceAll(/\{(\w+)\}/g, ':$1'));
      const unknown = await call(operation, { body: '{}' });
      const wrongBasic = { authorization: `Basic ${Buffer.from('cognigy:wrong-password').toString('base64')}` };
      const withoutSecret = await call(operation, { parameters, query: `challenge.verifyToken=${WRONG}`, body: '{}' });
      const wrongSecret = await call(operation, {
        parameters,
        headers: wrongBasic,
        body: JSON.stringify({ ...operation.example, verifyToken: WRONG }),
        query: `challenge.verifyToken=${WRONG}`,
      });
      for (const { status } of [unknown, withoutSecret, wrongSecret]) expect([401, 404]).toContain(status);
    });
  });

  async function whatAcmeHas(): Promise<unknown> {
    const { id } = await story.conversation();
    const [conversation, list] = await Promise.all([
      world.admin.get(`/admin/conversations/${id}`),
      world.admin.get('/admin/conversations?tenant=acme'),
    ]);
    return { conversation: conversation.body, list: list.body };
  }

  let disabledKey: Promise<string> | undefined;
  function disabledTenantsKey(): Promise<string> {
    disabledKey ??= (async () => {
      const tenant = { slug: 'closed', name: 'Closed', enabled: false, bot: { platform: 'generic' } };
      return (await world.admin.post<{ botKey: { key: string } }>('/admin/tenants', tenant)).body.botKey.key;
    })();
    return disabledKey;
  }

  it('has not changed the tenants', async () => {
    for (const slug of ['acme', 'globex'])
      expect(await new ApiClient(() => url, world.admin.key).get(`/admin/tenants/${slug}`)).toMatchObject({
        status: 200,
        body: { slug, name: slug, enabled: true },
      });
    expect(await story.state()).toBe('queue');
  });
});
