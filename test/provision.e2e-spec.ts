import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from '../apps/engage-simulator/src/index.js';
import { ApiClient } from './harness/api-client.js';
import { control, eventually, startWorld, Story, type World, type WorldTenant } from './harness/index.js';
import { RecordingBot } from './harness/recording-bot.js';

interface Step {
  readonly id: string;
  readonly action: string;
  readonly detail?: string;
  readonly before: unknown;
  readonly after: unknown;
}
interface Run {
  readonly id: string;
  readonly status: string;
  readonly error: unknown;
  readonly steps: Step[];
}

/**
 * The set-up that an administrator sees: rights of users, categories, folders, webhooks, sources. Without identities,
 * which cannot be removed.
 */
function setUpOf({ state }: Simulator): unknown {
  return structuredClone({
    categories: state.categories.all(),
    folders: state.folders.all(),
    webhooks: state.webhooks.all(),
    sources: state.sources.all().map(({ id, default_category_ids: categories }) => ({ id, categories })),
    users: state.users
      .all()
      .map(({ id, category_ids: skills, identity_ids: identities, sources_permissions: rights }) => {
        const given = Object.entries(rights).filter(([, list]) => list.length > 0);
        return { id, skills, identities, rights: Object.fromEntries(given) };
      }),
  });
}

describe('provisioning', () => {
  let world: World;
  const domains: Simulator[] = [];
  const bots: RecordingBot[] = [];
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(async () => {
    for (const bot of bots) await bot.stop();
    for (const domain of domains) await domain.close();
    await world.stop();
  });

  /** A tenant on a domain without set-up: the source has our address, and the tenant has its tokens. */
  async function newTenant(slug: string): Promise<WorldTenant> {
    const engage = await createSimulator({
      seed: { prepared: false },
      switches: { imports: { delayMs: 20 }, categorizingMs: 20, autoControlIdentities: false },
    });
    domains.push(engage);
    const callbackSecret = `whsec_${randomBytes(32).toString('base64')}`;
    const bot = await RecordingBot.start(callbackSecret);
    bots.push(bot);
    const { baseApiUrl, realtimeEndpointUrl, seed } = engage;
    const created = await world.admin.post<{ botKey: { key: string }; ingress: { engageUrl: string } }>(
      '/admin/tenants',
      {
        slug,
        name: slug,
        engage: {
          baseApiUrl,
          realtimeEndpointUrl,
          apiAccessToken: seed.restAccessToken,
          realtimeAccessToken: seed.sourceAccessToken,
        },
        bot: { platform: 'generic', callbackUrl: bot.callbackUrl, callbackSecret },
      },
    );
    expect(created.status).toBe(201);
    const { engageUrl } = created.body.ingress;
    await engage.life.saveSource({ baseUri: engageUrl });
    const url = new URL(engageUrl).origin;
    const v1 = new ApiClient(() => url, created.body.botKey.key);
    return { slug, engage, bot, v1, engageUrl, webhookSecret: '', verifyToken: '' };
  }

  async function provision(slug: string, mode: string, wish: object = {}): Promise<Run> {
    const answer = await world.admin.post<Run>(`/admin/tenants/${slug}/provision?mode=${mode}`, wish);
    expect(answer).toMatchObject({ status: 200, body: { status: 'done', error: null } });
    return answer.body;
  }

  const actions = ({ steps }: Run): Record<string, string> =>
    Object.fromEntries(steps.map(({ id, action }) => [id, action]));
  const others = (run: Run, ...expected: string[]): Step[] =>
    run.steps.filter(({ action }) => !expected.includes(action));

  it('sets up an empty domain so that a conversation is handed over, and removes everything', async () => {
    const tenant = await newTenant('initech');
    const { engage } = tenant;
    const { maraId, jonasId } = engage.seed;
    const original = setUpOf(engage);

    const planned = await provision('initech', 'plan', { teams: ['Service desk'] });
    expect(actions(planned)).toEqual({
      source: 'keep',
      'category.root': 'create',
      'category.bot': 'create',
      'category.agent': 'create',
      'tenant.categories': 'update',
      'source.default-category': 'update',
      webhook: 'create',
      folder: 'create',
      'identity.bot': 'create',
      'identity.agent': 'create',
      [`agent.${maraId}`]: 'update',
      [`agent.${jonasId}`]: 'update',
      'agents.without-bot': 'keep',
      'identities.controlled': 'manual',
      routing: 'keep',
    });
    expect(setUpOf(engage)).toEqual(original);

    const before = engage.ledger.find({ kind: 'rest' }).length;
    const applied = await provision('initech', 'apply', { teams: ['Service desk'] });
    expect(actions(applied)).toEqual(actions(planned));
    expect(engage.ledger.find({ kind: 'rest' }).length - before).toBeLessThan(45);
    expect(engage.state.webhooks.all()).toMatchObject([{ webhook_status: 'enabled', url: tenant.engageUrl }]);

    // only a person can do this
    for (const identity of engage.state.identities.all()) identity.controlled = true;
    const given = await provision('initech', 'apply');
    const [controlled, ...rest] = others(given, 'keep');
    expect(rest).toEqual([]);
    expect(controlled).toMatchObject({ id: 'identities.controlled', action: 'update' });
    expect(controlled).not.toHaveProperty('detail');
    expect(others(await provision('initech', 'apply'), 'keep')).toEqual([]);

    const story = new Story(world, 's-provisioned', tenant);
    await story.says('user', 'I need a person');
    await story.isHandedOver();
    const refused = await world.admin.post('/admin/tenants/initech/provision?mode=destroy');
    expect(refused).toMatchObject({ status: 409, body: { code: 'tenant.handovers-running' } });
    await story.agentAnswers('mara', 'Here I am');
    await story.agent('mara', 'complete');
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Here I am', 'completed/completed');
    await eventually(async () =>
      expect((await world.admin.get('/admin/deliveries?tenant=initech&status=pending')).body['items']).toEqual([]),
    );

    const destroyed = await provision('initech', 'destroy');
    expect(others(destroyed, 'remove', 'update', 'keep')).toEqual([]);
    expect(setUpOf(engage)).toEqual(original);
    const { body } = await world.admin.get('/admin/tenants/initech');
    expect(body).toMatchObject({ readiness: { missing: ['engage.botCategoryId', 'engage.agentCategoryId'] } });
    expect(others(await provision('initech', 'destroy'), 'keep')).toEqual([]);
  });

  it('does what a token with few rights may do, names the missing ones, and continues once they are granted', async () => {
    const tenant = await newTenant('umbrella');
    const { tokenUserId, maraId } = tenant.engage.seed;
    await control(tenant, 'PUT', `/users/${tokenUserId}/rights`, {
      rights: ['manage_categories', 'read_user', 'monitor_tasks'],
    });
    const run = await provision('umbrella', 'apply', { agents: ['Mara.Lindqvist@example.org', 'nobody@example.org'] });
    expect(actions(run)).toMatchObject({
      'category.bot': 'create',
      'source.default-category': 'forbidden',
      webhook: 'create',
      folder: 'forbidden',
      [`agent.${maraId}`]: 'forbidden',
      'agent.nobody@example.org': 'manual',
    });
    expect(run.steps.find(({ id }) => id === 'folder')?.detail).toContain('`manage_folders`');
    await control(tenant, 'PUT', `/users/${tokenUserId}/rights`, {
      rights: ['manage_categories', 'manage_folders', 'read_user', 'update_user', 'update_content_source'],
    });
    expect(actions(await provision('umbrella', 'apply'))).toMatchObject({
      'category.bot': 'keep',
      'source.default-category': 'update',
      folder: 'create',
      [`agent.${maraId}`]: 'update',
    });
  });

  it('adopts existing objects, repairs a suspended webhook, and on destroy keeps what it has not created', async () => {
    const { acme } = world;
    const [webhook] = acme.engage.state.webhooks.all();
    const categories = acme.engage.state.categories.all().length;
    await control(acme, 'PUT', `/webhooks/${webhook?.id}/status`, { status: 'suspended' });
    const run = await provision('acme', 'apply', { agents: ['jonas.weber@example.org'] });
    expect(actions(run)).toMatchObject({
      'category.root': 'keep',
      'category.bot': 'keep',
      webhook: 'adopt',
      folder: 'adopt',
    });
    expect(webhook).toMatchObject({ active: true, webhook_status: 'enabled' });
    expect(others(await provision('acme', 'apply'), 'keep', 'manual')).toEqual([]);
    const { steps } = await provision('acme', 'destroy');
    expect(steps.find(({ id }) => id === 'webhook')).toMatchObject({ action: 'keep', detail: 'It existed before.' });
    expect(acme.engage.state.categories.all()).toHaveLength(categories);
    expect(acme.engage.state.webhooks.all()).toHaveLength(1);
  });

  it('continues an interrupted run, without a second category', async () => {
    const tenant = await newTenant('hooli');
    await control(tenant, 'POST', '/faults', {
      on: 'rest',
      match: 'POST /1.0/categories',
      network: 'reset',
      when: 'after',
    });
    const broken = await world.admin.post<Run>('/admin/tenants/hooli/provision?mode=apply');
    expect(broken).toMatchObject({ status: 200, body: { status: 'failed', error: { code: expect.any(String) } } });
    await control(tenant, 'DELETE', '/faults');
    await eventually(async () => expect(actions(await provision('hooli', 'apply'))['category.root']).toBe('adopt'));
    expect(tenant.engage.state.categories.all()).toHaveLength(3);
    await provision('hooli', 'destroy');
    expect(tenant.engage.state.categories.all()).toEqual([]);
  });

  it('is for administrators, on a tenant that can reach Engage, and is in the audit log', async () => {
    await world.admin.post('/admin/tenants', { slug: 'blank', name: 'Blank', bot: { platform: 'generic' } });
    const incomplete = await world.admin.post('/admin/tenants/blank/provision?mode=plan');
    expect(incomplete).toMatchObject({
      status: 422,
      body: { code: 'tenant.incomplete', missing: ['engage.baseApiUrl', 'engage.apiAccessToken'] },
    });
    expect((await world.admin.post('/admin/tenants/blank/provision?mode=sideways')).status).toBe(400);
    expect((await world.admin.post('/admin/tenants/blank/provision?mode=plan', { agents: 'jonas' })).status).toBe(400);
    expect((await world.admin.call('POST', '/admin/tenants/blank/provision?mode=plan')).status).toBe(422);
    expect((await world.admin.get('/admin/tenants/acme/provision/unknown')).status).toBe(404);
    const stale = { 'if-match': '"999"' };
    expect((await world.admin.post('/admin/tenants/acme/provision?mode=apply', {}, stale)).status).toBe(412);
    const { body } = await world.admin.get<{ items: object[] }>('/admin/audit-log?limit=200');
    expect(body.items).toContainEqual(
      expect.objectContaining({
        action: 'tenant.provisioned',
        target: 'acme',
        detail: expect.objectContaining({ mode: 'apply' }),
      }),
    );
  });
});
