import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provideDemoEngage } from '../apps/playground/src/demo-engage.js';
import { type Answer, eventually, startWorld, Story, type World, type WorldTenant } from './harness/index.js';

const OTHER_CATEGORY = '50895dbea90ffb3c35001fff';
const NATIVE = '65a1c0de0000000000000011';

let world: World;
let acme: WorldTenant;
let globex: WorldTenant;
let sessions = 0;

beforeAll(async () => {
  world = await startWorld({ tenants: 2 });
  [acme, globex] = world.tenants as [WorldTenant, WorldTenant];
});
afterAll(() => world.stop());

const patch = (settings: object, { slug } = acme): Promise<Answer> =>
  world.admin.call('PATCH', `/admin/tenants/${slug}`, settings);

/** A conversation with an agent. */
async function handedOver(tenant = acme): Promise<Story> {
  const story = new Story(world, `s-${++sessions}`, tenant);
  await story.says('user', 'Hello');
  await story.isHandedOver();
  await story.agentAnswers('mara', 'Mara here');
  await eventually(() => expect(story.heard().at(-1)).toBe('agent: Mara here'));
  return story;
}

async function completed(story: Story): Promise<void> {
  await story.agent('mara', 'complete');
  await eventually(() => expect(story.heard().at(-1)).toBe('completed/completed'));
  await eventually(async () => expect(await story.categories()).toEqual([acme.engage.seed.botCategoryId]));
}

describe('while a handover runs', () => {
  let story: Story;
  beforeAll(async () => {
    story = await handedOver();
  });

  it.each([
    ['/engage/agentCategoryId', { engage: { agentCategoryId: OTHER_CATEGORY } }],
    ['/engage/botCategoryId', { engage: { botCategoryId: OTHER_CATEGORY } }],
    ['/engage/agentCategoryId', { engage: { agentCategoryId: null } }],
    ['/engage/sourceId', { engage: { sourceId: 'another' } }],
    ['/engage/baseApiUrl', { engage: { baseApiUrl: 'http://127.0.0.1:9', sourceId: 'another' } }],
    ['/bot/platform', { bot: { platform: 'chatlayer', accessToken: 'tok_id:tok_secret' } }],
    ['/bot/callbackUrl', { bot: { callbackUrl: null } }],
    ['/bot/callbackSecret', { bot: { callbackSecret: null } }],
    ['/engage/apiAccessToken', { engage: { apiAccessToken: null } }],
    ['/engage/realtimeAccessToken', { engage: { realtimeAccessToken: null } }],
    ['/engage/webhookSecret', { engage: { webhookSecret: null } }],
  ])('%s cannot be changed by %j', async (pointer, settings) => {
    const before = (await world.admin.get('/admin/tenants/acme')).body;
    const { status, body } = await patch(settings);
    expect([status, body['code'], body['handovers']]).toEqual([409, 'tenant.handovers-running', 1]);
    expect(body['errors']).toContainEqual({ pointer, detail: 'cannot be changed while handovers are running' });
    expect(body['detail']).toMatch(/^1 handover is running.*handover\.enabled: false.*close/);
    expect((await world.admin.get('/admin/tenants/acme')).body).toEqual(before);
  });

  it('all other settings can be changed', async () => {
    const settings = {
      name: 'Acme',
      engage: { nativeSourceIds: [NATIVE], agentIdentity: { id: 'colleagues', screenname: 'Colleagues' } },
      handover: { enabled: false, forwardOnlyHandover: true, transcriptMessages: 50 },
    };
    expect((await patch(settings)).status).toBe(200);
    expect((await patch({ engage: { nativeSourceIds: null } })).status).toBe(200);
  });

  it('it continues unchanged, and the locked settings can be changed after its end', async () => {
    await story.agent('mara', 'reply', { body: 'Still here' });
    const heard = ['queue/accepted', 'active/agentJoined', 'agent: Mara here', 'agent: Still here'];
    await story.hears(...heard);
    await completed(story);
    await story.hears(...heard, 'completed/completed');
    const { agentCategoryId } = acme.engage.seed;
    for (const id of [OTHER_CATEGORY, agentCategoryId])
      await eventually(async () => expect((await patch({ engage: { agentCategoryId: id } })).status).toBe(200));
    await patch({ handover: { enabled: true, forwardOnlyHandover: false } });
  });
});

describe('a handover that starts during a change', () => {
  /** Runs `work` while another connection holds a lock. */
  async function whileLocked<Result>(sql: string, parameters: unknown[], work: () => Promise<Result>): Promise<Result> {
    const holder = world.database.dataSource.createQueryRunner();
    await holder.startTransaction();
    try {
      await holder.query(sql, parameters);
      return await work();
    } finally {
      await holder.commitTransaction();
      await holder.release();
    }
  }

  /** Resolves once a statement like this waits for a lock. */
  async function waits(statement: string): Promise<void> {
    const sql = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE $1`;
    await eventually(async () =>
      expect(await world.database.dataSource.query(sql, [`%${statement}%`])).not.toHaveLength(0),
    );
  }

  it.each([{}, { 'idempotency-key': 'once' }])('is seen by a change that comes later (%j)', async (headers) => {
    const story = new Story(world, `s-${++sessions}`);
    await story.says('user', 'Hello');
    await story.showsInEngage('Hello');
    const { sessionId, userId } = story;
    const [started, changed] = await whileLocked(
      'SELECT FROM conversations WHERE session_id = $1 FOR UPDATE',
      [sessionId],
      async () => {
        const start = acme.v1.post('/v1/handovers', { sessionId, userId }, headers);
        await waits('load_facts');
        const change = patch({ engage: { agentCategoryId: OTHER_CATEGORY } });
        await waits('FROM tenants WHERE slug = $1 FOR NO KEY UPDATE');
        return [start, change] as const;
      },
    );
    expect((await started).status).toBe(201);
    expect((await changed).body).toMatchObject({ status: 409, code: 'tenant.handovers-running' });
    await story.agentAnswers('mara', 'Mara here');
    await completed(story);
  });

  it.each([{}, { 'idempotency-key': 'again' }])(
    'takes the settings of a change that comes before (%j)',
    async (headers) => {
      const story = new Story(world, `s-${++sessions}`);
      await story.says('user', 'Hello');
      await story.showsInEngage('Hello');
      const { sessionId, userId } = story;
      const { agentCategoryId, botCategoryId } = acme.engage.seed;
      // a change writes this table last: it holds the tenant and cannot commit
      const [changed, started] = await whileLocked('LOCK TABLE audit_log IN EXCLUSIVE MODE', [], async () => {
        const change = patch({ engage: { agentCategoryId: botCategoryId, botCategoryId: agentCategoryId } });
        await waits('INSERT INTO%audit_log');
        const start = acme.v1.post('/v1/handovers', { sessionId, userId }, headers);
        await waits('SELECT revision FROM tenant');
        return [change, start] as const;
      });
      expect((await changed).status).toBe(200);
      expect((await started).status).toBe(201);
      await story.hears('queue/accepted');
      expect(await story.categories()).toEqual([botCategoryId]);
      await story.post('/v1/handovers/close');
      await eventually(async () => expect(await story.categories()).toEqual([agentCategoryId]));
      await eventually(async () =>
        expect((await patch({ engage: { agentCategoryId, botCategoryId } })).status).toBe(200),
      );
    },
  );
});

describe('a tenant that forwards only handovers', () => {
  it('sends the earlier messages once it forwards everything', async () => {
    await patch({ handover: { forwardOnlyHandover: true } });
    const story = new Story(world, `s-${++sessions}`);
    await story.says('user', 'I am Ada');
    await story.says('bot', 'Hi Ada');
    await patch({ handover: { forwardOnlyHandover: false } });
    await story.says('user', 'agent!');
    await story.isHandedOver();
    await eventually(async () =>
      expect((await story.inEngage()).sort()).toEqual(['Hi Ada', 'I am Ada', 'agent!'].sort()),
    );
  });
});

describe('a tenant that moves to another Engage domain', () => {
  it('starts there from the beginning and requests nothing from the old one', async () => {
    const story = await handedOver(globex);
    const oldThread = await story.threadId();
    await completed(story);
    await story.says('user', 'before the move');
    await story.showsInEngage('Hello', 'Mara here', 'before the move');
    expect((await world.admin.call('DELETE', '/admin/tenants/acme?force=true')).status).toBe(204); // its domain is free now
    const { seed, baseApiUrl, realtimeEndpointUrl, url } = acme.engage;
    const engage = { baseApiUrl, realtimeEndpointUrl, sourceId: seed.sourceId };
    const tokens = { apiAccessToken: seed.restAccessToken, realtimeAccessToken: seed.sourceAccessToken };
    await eventually(async () => expect((await patch({ engage: { ...engage, ...tokens } }, globex)).status).toBe(200));
    await provideDemoEngage({
      simulatorUrl: url,
      apiAccessToken: seed.restAccessToken,
      engageUrl: globex.engageUrl,
      webhookSecret: globex.webhookSecret,
      verifyToken: globex.verifyToken,
    });
    const asked = globex.engage.ledger.find({}).length;
    expect((await story.conversation()).engageThreadId).toBeNull();

    const moved = new Story(world, story.sessionId, { ...globex, engage: acme.engage });
    await moved.isHandedOver();
    expect(await moved.threadId()).not.toBe(oldThread);
    await moved.showsInEngage('Hello', 'Mara here', 'before the move');
    await moved.agentAnswers('mara', 'Welcome');
    await eventually(() => expect(moved.heard().at(-1)).toBe('agent: Welcome'));
    await moved.agent('mara', 'complete');
    await eventually(() => expect(moved.heard().at(-1)).toBe('completed/completed'));
    expect(globex.engage.ledger.find({}).slice(asked)).toEqual([]);
  });
});
