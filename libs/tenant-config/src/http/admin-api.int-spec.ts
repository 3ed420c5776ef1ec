import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '#kernel';
import { PostgresSourceFaults } from '../adapters/postgres-source-faults.js';
import { type AdminApi, startAdminApi } from '../testing/admin-api.js';
import { CREATE_EXAMPLES, UPDATE_EXAMPLES } from './tenant-examples.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi();
});
afterAll(() => api.close());

let count = 0;
const newSlug = (): string => `tenant-${++count}`;
const minimal = (slug = newSlug()) => ({ slug, name: 'Acme', bot: { platform: 'generic' } });
const create = async (differences: object = {}): Promise<string> => {
  const answer = await api.call('POST', '/tenants', { ...minimal(), ...differences });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.slug;
};

describe('creating a tenant', () => {
  it('needs little, and says what is missing', async () => {
    const slug = newSlug();
    const { status, body, headers } = await api.call('POST', '/tenants', minimal(slug));
    expect(status).toBe(201);
    expect(headers).toMatchObject({ location: `/admin/tenants/${slug}`, etag: '"1"', 'cache-control': 'no-store' });
    expect(body).toMatchObject({
      slug,
      enabled: true,
      default: false,
      engage: {
        verifyToken: 'cognigy123',
        nativeSourceIds: [],
        virtualAgent: false,
        apiAccessToken: { configured: false },
        webhookSecret: { configured: true },
        botIdentity: { id: 'bot', screenname: 'Bot' },
      },
      bot: { platform: 'generic', callbackSecret: { configured: true, last4: 'ISE=' } },
      handover: { enabled: true, forwardOnlyHandover: false, transcriptMessages: 100, noPickupMinutes: null },
      profileMapping: { rules: [], exclude: [], onCollision: 'reject' },
      retention: { messageDays: 30, profileDays: 30 },
      readiness: {
        complete: false,
        missing: [
          'engage.baseApiUrl',
          'engage.botCategoryId',
          'engage.agentCategoryId',
          'engage.realtimeEndpointUrl',
          'engage.apiAccessToken',
          'engage.realtimeAccessToken',
          'bot.callbackUrl',
        ],
      },
      ingress: {
        engageUrl: `https://handover.example.com/handover/rce/${slug}`,
        botBaseUrl: 'https://handover.example.com/v1',
      },
      botKey: { id: expect.any(String), key: expect.stringMatching(/^ehb_.{43}$/) },
      generatedSecrets: { webhookSecret: expect.any(String), callbackSecret: expect.stringMatching(/^whsec_/) },
    });
  });

  it('normalises addresses, implies the source and never shows a secret again', async () => {
    const secrets = {
      apiAccessToken: 'api-access-token-aaaa',
      realtimeAccessToken: 'realtime-access-token-bbbb',
      webhookSecret: 'webhook-secret-cccc',
    };
    const slug = await create({
      engage: {
        baseApiUrl: 'Acme1.engagement.dimelo.com/1.0/',
        sourceId: 's1',
        botCategoryId: 'b',
        agentCategoryId: 'a',
        ...secrets,
      },
      bot: { platform: 'generic', callbackUrl: 'https://bot.example/events', callbackSecret: 'whsec_dddd-given' },
    });
    const { body, text } = await api.call('GET', `/tenants/${slug}`);
    expect(body.engage).toMatchObject({
      baseApiUrl: 'https://acme1.api.engagement.dimelo.com',
      realtimeEndpointUrl: 'https://acme1.engagement.dimelo.com/realtime/sdk/s1',
      apiAccessToken: { configured: true, last4: 'aaaa' },
    });
    expect(body.readiness).toEqual({ complete: true, missing: [], sourceFaults: [] });
    for (const secret of [...Object.values(secrets), 'whsec_dddd-given']) expect(text).not.toContain(secret);
  });

  it('takes sources that Engage serves itself, and tells where the bot may not answer', async () => {
    const slug = await create({ engage: { nativeSourceIds: ['n1', 'n2'] } });
    const missing = async (): Promise<string[]> => (await api.call('GET', `/tenants/${slug}`)).body.readiness.missing;
    expect(await missing()).not.toContain('engage.realtimeAccessToken');
    const patch = { engage: { sourceId: 's-of-native', nativeSourceIds: ['n1'], virtualAgent: true } };
    const patched = await api.call('PATCH', `/tenants/${slug}`, patch);
    expect(patched).toMatchObject({ status: 200, body: { engage: { virtualAgent: true } } });
    expect(await missing()).toContain('engage.realtimeAccessToken');
    const own = await api.call('PATCH', `/tenants/${slug}`, { engage: { nativeSourceIds: ['s-of-native'] } });
    expect(own).toMatchObject({ status: 400, body: { errors: [{ pointer: '/engage/nativeSourceIds' }] } });
    const { database } = api.db;
    const [row] = await database.statement<{ id: TenantId }>('SELECT tenant_id AS id FROM tenants WHERE slug = $1', [
      slug,
    ]);
    const faults = new PostgresSourceFaults(database);
    const since = new Date('2026-03-02T09:00:00Z');
    await database.inTenant(row!.id, async () => {
      expect(await faults.report(row!.id, { sourceId: 'n1', message: 'no reply', since })).toBe(true);
      expect(await faults.report(row!.id, { sourceId: 'n1', message: 'again', since })).toBe(false);
      await faults.report(row!.id, { sourceId: 'n2', message: 'not served any more', since });
    });
    const { body } = await api.call('GET', `/tenants/${slug}`);
    expect(body.readiness.sourceFaults).toEqual([{ sourceId: 'n1', message: 'no reply', since: since.toISOString() }]);
    expect(body.health).toMatchObject({
      status: 'fail',
      problems: [{ id: 'source-faults', detail: 'no reply', changedSince: since.toISOString() }],
    });
    await database.inTenant(row!.id, () => faults.clear(row!.id, 'n1'));
    expect((await api.call('GET', `/tenants/${slug}`)).body.readiness.sourceFaults).toEqual([]);
  });

  it('shows for which setting Engage refuses everything, until settings of Engage are changed', async () => {
    const slug = await create({ engage: { baseApiUrl: 'acme77.engagement.dimelo.com', sourceId: 's77' } });
    const { database } = api.db;
    const [row] = await database.statement<{ id: TenantId }>('SELECT tenant_id AS id FROM tenants WHERE slug = $1', [
      slug,
    ]);
    const fault = { sourceId: 's77', message: 'Check engage.realtimeAccessToken.', since: new Date() };
    await database.inTenant(row!.id, () => new PostgresSourceFaults(database).report(row!.id, fault));
    const shown = async () => (await api.call('GET', `/tenants/${slug}`)).body.readiness.sourceFaults;
    expect(await shown()).toEqual([{ ...fault, since: fault.since.toISOString() }]);
    await api.call('PATCH', `/tenants/${slug}`, { name: 'Another' });
    expect(await shown()).toHaveLength(1);
    const patched = await api.call('PATCH', `/tenants/${slug}`, { engage: { realtimeAccessToken: 'the-right-one' } });
    expect(patched.body.readiness.sourceFaults).toEqual([]);
    expect(await shown()).toEqual([]);
  });

  it('works with the examples of Swagger UI', async () => {
    const created = Object.values(CREATE_EXAMPLES).map(({ value }) => value);
    for (const value of created) {
      const { status, text } = await api.call('POST', '/tenants', value);
      expect(status, text).toBe(201);
    }
    for (const { value: patch } of Object.values(UPDATE_EXAMPLES))
      expect((await api.call('PATCH', '/tenants/acme', patch)).text).toContain('"slug":"acme"');
    for (const { slug } of created) await api.call('DELETE', `/tenants/${slug}`);
  });

  it('lists every fault at once', async () => {
    const { status, body } = await api.call('POST', '/tenants', {
      slug: 'No Slug',
      extra: 1,
      engage: {
        baseApiUrl: 'http://',
        apiAccessToken: 'a b',
        nativeSourceIds: ['a b'],
        virtualAgent: 'yes',
        realtimeEndpointUrl: 'https://x/y',
      },
      bot: { platform: 'telepathy' },
      handover: { availability: { mode: 'never' }, noPickupMinutes: -5, transcriptMessages: -1 },
      profileMapping: { rules: [{ from: '', to: 'user.nothing' }] },
      retention: { messageDays: 0 },
    });
    expect(status).toBe(400);
    expect(new Set(body.errors.map(({ pointer }: { pointer: string }) => pointer))).toEqual(
      new Set([
        '/slug',
        '/name',
        '/extra',
        '/engage/baseApiUrl',
        '/engage/apiAccessToken',
        '/engage/nativeSourceIds',
        '/engage/virtualAgent',
        '/engage/realtimeEndpointUrl',
        '/bot/platform',
        '/handover/availability/mode',
        '/handover/noPickupMinutes',
        '/handover/transcriptMessages',
        '/profileMapping/rules/0/from',
        '/profileMapping/rules/0/to',
        '/retention/messageDays',
      ]),
    );
    expect(JSON.stringify(body)).toContain('one of generic, other');
  });

  it('says what is wrong with opening hours, and where', async () => {
    const weekly = [
      { day: 'monday', from: '22:00', to: '02:00' },
      { day: 'montag', from: '9:00', to: '24:01' },
    ];
    const exceptions = [{ date: '2026-12-24', closed: false, from: null }];
    const texts = { 'any language': 'Closed' };
    const ofShape = await api.call('POST', '/tenants', {
      slug: 'hours',
      name: 'Hours',
      bot: { platform: 'generic' },
      handover: {
        availability: {
          mode: 'hours',
          hours: { timeZone: 7, weekly, exceptions },
          whenClosed: { action: 'refuse', texts },
        },
        timerTexts: { noPickup: 'Sorry' },
        maxDurationMinutes: 0,
      },
    });
    expect(ofShape.status).toBe(400);
    const at = '/handover/availability';
    const pointers: string[] = ofShape.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect([...new Set(pointers)].toSorted()).toEqual([
      `${at}/hours/exceptions/0/closed`,
      `${at}/hours/exceptions/0/from`,
      `${at}/hours/timeZone`,
      `${at}/hours/weekly/1/day`,
      `${at}/hours/weekly/1/from`,
      `${at}/hours/weekly/1/to`,
      `${at}/whenClosed/texts`,
      '/handover/maxDurationMinutes',
      '/handover/timerTexts/noPickup',
    ]);
    const ofRules = await api.call('POST', '/tenants', {
      slug: 'hours',
      name: 'Hours',
      bot: { platform: 'generic' },
      handover: {
        availability: {
          mode: 'hours',
          hours: { timeZone: 'Mars/Olympus', weekly: weekly.slice(0, 1) },
          whenClosed: { action: 'refuse-with-text' },
        },
      },
    });
    expect(ofRules.body.errors).toEqual([
      { pointer: `${at}/hours/timeZone`, detail: 'must be an IANA time zone, such as Europe/Berlin' },
      { pointer: `${at}/hours/weekly/0/to`, detail: expect.stringContaining('24:00') as string },
      { pointer: `${at}/whenClosed/texts`, detail: 'is required: the action is refuse-with-text' },
    ]);
  });

  it('stores opening hours and patches them by their parts', async () => {
    const hours = {
      timeZone: 'Europe/Berlin',
      weekly: [{ day: 'monday', from: '09:00', to: '24:00' }],
      exceptions: [{ date: '2026-12-25', closed: true }],
    };
    const availability = {
      mode: 'agents-and-hours',
      hours,
      whenClosed: { action: 'accept', texts: { default: 'Later' } },
    };
    const tenant = { slug: 'hours', name: 'Hours', bot: { platform: 'generic' }, handover: { availability } };
    const created = await api.call('POST', '/tenants', tenant);
    expect(created.status, created.text).toBe(201);
    expect(created.body.handover.availability).toEqual(availability);
    const always = await api.call('PATCH', '/tenants/hours', { handover: { availability: { mode: 'always' } } });
    expect(always.body.handover.availability).toEqual({ ...availability, mode: 'always' });
    const without = { handover: { availability: { mode: 'hours', hours: null } } };
    expect((await api.call('PATCH', '/tenants/hours', without)).body.errors).toEqual([
      { pointer: '/handover/availability/hours', detail: 'is required: the mode is hours' },
    ]);
    const cleared = await api.call('PATCH', '/tenants/hours', { handover: { availability: null } });
    expect(cleared.body.handover).toMatchObject({ availability: { mode: 'always' }, timerTexts: {} });
    await api.call('DELETE', '/tenants/hours');
  });

  it.each([
    ['{', 'malformed JSON'],
    ['[]', 'a list'],
    ['null', 'null'],
    ['"x"', 'a text'],
    [
      '{"slug":{},"name":[],"bot":"generic","engage":[],"handover":7,"profileMapping":[[]],"retention":"x"}',
      'wrong types',
    ],
    ['{"slug":"ok","name":"x","bot":{"platform":{"a":1}}}', 'a platform that is no text'],
    ['{"slug":"ok","name":"x","bot":{"platform":"generic","callbackUrl":{"a":[]}}}', 'a bot setting that is no text'],
    [
      '{"slug":"ok","name":"x","bot":{"platform":"generic"},"profileMapping":{"rules":[null,1]}}',
      'rules that are no objects',
    ],
    ['{"slug":"ok","name":"x","bot":{"platform":"generic"},"engage":{"botIdentity":[]}}', 'an identity that is a list'],
  ])('refuses %j (%s)', async (body) => {
    expect((await api.call('POST', '/tenants', body)).status).toBe(400);
  });

  it('takes text that PostgreSQL could not hold', async () => {
    const slug = newSlug();
    const { status, body } = await api.call(
      'POST',
      '/tenants',
      `{"slug":"${slug}","name":"a\\u0000\\ud800","bot":{"platform":"generic"}}`,
    );
    expect([status, body.name]).toEqual([201, 'a\uFFFD\uFFFD']);
  });

  it('refuses a second slug, default or source', async () => {
    const slug = await create({ default: true, engage: { baseApiUrl: 'acme2.engagement.dimelo.com', sourceId: 's' } });
    expect((await api.call('POST', '/tenants', minimal(slug))).body).toMatchObject({
      status: 409,
      code: 'tenant.slug-taken',
    });
    const second = { ...minimal(), default: true };
    expect((await api.call('POST', '/tenants', second)).body).toMatchObject({
      status: 409,
      code: 'tenant.default-taken',
    });
    const sameSource = {
      ...minimal(),
      engage: { realtimeEndpointUrl: 'https://acme2.engagement.dimelo.com/realtime/sdk/s' },
    };
    expect((await api.call('POST', '/tenants', sameSource)).body).toMatchObject({
      status: 409,
      code: 'tenant.source-taken',
    });
    await create({ engage: { baseApiUrl: 'acme3.engagement.dimelo.com', sourceId: 's' } });
  });

  it('takes what differs from the platform', async () => {
    const slug = await create({ bot: { platform: 'other' } });
    expect((await api.call('GET', `/tenants/${slug}`)).body.handover.forwardOnlyHandover).toBe(true);
  });
});

describe('changing a tenant', () => {
  it('merges: what is left out stays, null goes back to the default or clears a secret', async () => {
    const slug = await create({
      engage: {
        verifyToken: 'verify-mine',
        apiAccessToken: 'token-token-1234',
        realtimeAccessToken: 'token-token-5678',
      },
      handover: { transcriptMessages: 7, maxHoldMinutes: 3 },
    });
    const patch = { engage: { verifyToken: null, apiAccessToken: null }, handover: { transcriptMessages: null } };
    const { status, body, headers } = await api.call('PATCH', `/tenants/${slug}`, patch, {
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect([status, headers.etag]).toEqual([200, '"2"']);
    expect(body.engage).toMatchObject({
      verifyToken: 'cognigy123',
      apiAccessToken: { configured: false },
      realtimeAccessToken: { configured: true, last4: '5678' },
      webhookSecret: { configured: true },
    });
    expect(body.handover).toMatchObject({ transcriptMessages: 100, maxHoldMinutes: 3 });
    const cleared = await api.call('PATCH', `/tenants/${slug}`, { engage: null });
    expect(cleared.body.engage).toMatchObject({
      realtimeAccessToken: { configured: false },
      webhookSecret: { configured: false },
    });
  });

  it('changes nothing when a client sends back what it read', async () => {
    const slug = await create({
      engage: { baseApiUrl: 'acme9.engagement.dimelo.com', sourceId: 's9', realtimeAccessToken: 'token-token-5678' },
      bot: { platform: 'generic', callbackUrl: 'https://bot.example/events' },
    });
    const read = (await api.call('GET', `/tenants/${slug}`)).body;
    const secrets = async () =>
      api.db.dataSource.query(
        'SELECT s.name, s.sealed FROM tenant_secrets s JOIN tenants t USING (tenant_id) WHERE t.slug = $1 ORDER BY 1',
        [slug],
      );
    const before = await secrets();
    const { status, body } = await api.call('PATCH', `/tenants/${slug}`, { ...read, name: 'New' });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toEqual({ ...read, name: 'New' });
    expect(await secrets()).toEqual(before);
    expect((await api.call('PATCH', `/tenants/${slug}`, { engage: { apiAccessToken: { x: 1 } } })).status).toBe(400);
  });

  it('lets source id and realtime URL imply each other again', async () => {
    const slug = await create({
      engage: { realtimeEndpointUrl: 'https://acme4.engagement.dimelo.com/realtime/sdk/one' },
    });
    const patch = (engage: object) => api.call('PATCH', `/tenants/${slug}`, { engage });
    expect((await patch({ sourceId: 'two', baseApiUrl: 'acme4.digital.ringcentral.com' })).body.engage).toMatchObject({
      sourceId: 'two',
      realtimeEndpointUrl: 'https://acme4.digital.ringcentral.com/realtime/sdk/two',
    });
    const url = 'https://acme4.engagement.dimelo.com/realtime/sdk/three';
    expect((await patch({ realtimeEndpointUrl: url })).body.engage).toMatchObject({
      sourceId: 'three',
      realtimeEndpointUrl: url,
    });
    expect((await patch({ realtimeEndpointUrl: url, sourceId: 'four' })).body.errors).toMatchObject([
      { pointer: '/engage/sourceId' },
    ]);
    expect((await patch({ sourceId: null })).body.engage.realtimeEndpointUrl).toBeUndefined();
  });

  it('drops settings and secrets of the platform before', async () => {
    const slug = await create({ bot: { platform: 'generic', callbackUrl: 'https://bot.example/' } });
    const { body } = await api.call('PATCH', `/tenants/${slug}`, {
      bot: { platform: 'other', accessToken: 'other-token-9999' },
    });
    expect(body.bot).toEqual({
      platform: 'other',
      accessToken: { configured: true, last4: '9999' },
      webhookKey: { configured: false },
    });
    const back = await api.call('PATCH', `/tenants/${slug}`, { bot: { platform: 'generic' } });
    expect(back.body.bot).toEqual({ platform: 'generic', callbackSecret: { configured: false } });
    expect([body, back.body].map(({ handover }) => handover.forwardOnlyHandover)).toEqual([true, false]);
    const chosen = { bot: { platform: 'other' }, handover: { forwardOnlyHandover: false, transcriptMessages: 7 } };
    expect((await api.call('PATCH', `/tenants/${slug}`, chosen)).body.handover).toMatchObject(chosen.handover);
  });

  it('loses no race when the caller sends an ETag', async () => {
    const slug = await create();
    const patch = (name: string, etag: string) =>
      api.call('PATCH', `/tenants/${slug}`, { name }, { headers: { 'if-match': etag } });
    expect((await patch('A', '"1"')).status).toBe(200);
    expect((await patch('B', '"1"')).body).toMatchObject({ status: 412, code: 'tenant.changed' });
    expect((await patch('B', 'W/"2"')).status).toBe(412);
    expect((await patch('C', '"7", "2"')).status).toBe(200);
    expect((await patch('D', '*')).status).toBe(200);
    const both = await Promise.all([patch('E', '"4"'), patch('F', '"4"')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('clears a secret that another change sets at the same time', async () => {
    const slug = await create();
    const other = api.db.dataSource.createQueryRunner();
    await other.startTransaction();
    const [{ id }] = await other.query('SELECT tenant_id AS id FROM tenants WHERE slug = $1 FOR UPDATE', [slug]);
    await other.query(`INSERT INTO tenant_secrets VALUES ($1, 'engage.apiAccessToken', 'v1.k1.x', 'last', now())`, [
      id,
    ]);
    const clearing = api.call('PATCH', `/tenants/${slug}`, { engage: { apiAccessToken: null } });
    const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    await expect.poll(async () => (await api.db.dataSource.query(waits)).length).toBe(1);
    await other.commitTransaction();
    await other.release();
    expect((await clearing).body.engage.apiAccessToken).toEqual({ configured: false });
  });

  it('keeps the slug', async () => {
    const slug = await create();
    expect((await api.call('PATCH', `/tenants/${slug}`, { slug: 'another' })).body.errors).toEqual([
      { pointer: '/slug', detail: 'cannot be changed' },
    ]);
    expect((await api.call('PATCH', `/tenants/${slug}`, { slug: null, name: 7 })).body.errors).toMatchObject([
      { pointer: '/slug' },
      { pointer: '/name' },
      { pointer: '/name' },
    ]);
    expect((await api.call('PATCH', `/tenants/${slug}`, { slug, name: 'B' })).status).toBe(200);
    expect((await api.call('PATCH', `/tenants/${slug}`, {})).status).toBe(200);
  });

  it('checks the outcome', async () => {
    const slug = await create();
    expect((await api.call('PATCH', `/tenants/${slug}`, { name: null })).body.errors[0].pointer).toBe('/name');
    expect((await api.call('PATCH', `/tenants/${slug}`, { bot: null })).status).toBe(400);
    expect((await api.call('PATCH', '/tenants/nobody', { name: 'x' })).status).toBe(404);
  });

  it('rotates the secrets that are ours', async () => {
    const slug = await create();
    const { status, body } = await api.call('POST', `/tenants/${slug}/secrets/webhookSecret/rotate`);
    const shown = { name: 'webhookSecret', value: expect.stringMatching(/^[\w-]{43}$/), previousValidUntil: null };
    expect([status, body]).toEqual([200, shown]);
    const after = await api.call('GET', `/tenants/${slug}`);
    expect(after.headers.etag).toBe('"2"');
    expect(after.body.engage.webhookSecret.last4).toBe(body.value.slice(-4));
    expect((await api.call('POST', `/tenants/${slug}/secrets/callbackSecret/rotate`)).body.value).toMatch(/^whsec_/);
    const nulls = { value: null, overlapMinutes: null };
    expect((await api.call('POST', `/tenants/${slug}/secrets/webhookSecret/rotate`, nulls)).body).toEqual(shown);
    for (const name of ['apiAccessToken', 'nothing', '__proto__', 'x%00'])
      expect((await api.call('POST', `/tenants/${slug}/secrets/${name}/rotate`)).status).toBe(404);
  });

  it('lets the secret before count for the time that the administrator chooses', async () => {
    const slug = await create();
    const path = `/tenants/${slug}`;
    const rotate = (name: string, body?: object) => api.call('POST', `${path}/secrets/${name}/rotate`, body);
    const previous = async () => (await api.call('GET', path)).body.previousSecrets;
    const until = new Date(api.clock.millis() + 3_600_000).toISOString();
    const rotated = await rotate('webhookSecret', { overlapMinutes: 60 });
    expect(rotated.body).toMatchObject({ value: expect.any(String), previousValidUntil: until });
    expect(await previous()).toEqual([{ name: 'engage.webhookSecret', validUntil: until }]);

    const given = { overlapMinutes: 60, value: 'a-verify-token-of-mine' };
    expect((await rotate('engage.verifyToken', given)).body).toEqual({
      name: 'engage.verifyToken',
      previousValidUntil: until,
    });
    const read = (await api.call('GET', path)).body;
    expect(read.engage.verifyToken).toBe(given.value);
    expect(read.previousSecrets).toHaveLength(2);
    expect((await api.call('PATCH', path, read)).body).toEqual(read);

    await rotate('webhookSecret');
    await api.call('PATCH', path, { engage: { verifyToken: 'another-verify-token' } });
    expect(await previous()).toEqual([]);
    const audit = (await api.call('GET', `/audit-log?tenant=${slug}`)).body.items;
    expect(audit.filter(({ action }: { action: string }) => action === 'secret.rotated')).toMatchObject([
      { target: 'webhookSecret', detail: { overlapMinutes: 0 } },
      { target: 'engage.verifyToken', detail: { overlapMinutes: 60 } },
      { target: 'webhookSecret', detail: { overlapMinutes: 60 } },
    ]);
    expect(JSON.stringify(audit)).not.toContain(given.value);
  });

  it('shows no previous secret once its time is over', async () => {
    const slug = await create();
    await api.call('POST', `/tenants/${slug}/secrets/webhookSecret/rotate`, { overlapMinutes: 1 });
    api.clock.advance(60_000);
    expect((await api.call('GET', `/tenants/${slug}`)).body.previousSecrets).toEqual([]);
    api.clock.advance(-60_000);
  });

  it.each([
    ['webhookSecret', { overlapMinutes: -1 }, '/overlapMinutes'],
    ['webhookSecret', { overlapMinutes: 43_201 }, '/overlapMinutes'],
    ['webhookSecret', { overlapMinutes: 1.5 }, '/overlapMinutes'],
    ['webhookSecret', { value: 'aaaaaaaaaaaaaaaaaaaa' }, '/value'],
    ['realtimeAccessToken', {}, '/value'],
    ['realtimeAccessToken', { value: 'with blank' }, '/value'],
    ['webhookSecret', { minutes: 5 }, '/minutes'],
  ])('rotates %s by %j not at all', async (name, body, pointer) => {
    const slug = await create();
    const answer = await api.call('POST', `/tenants/${slug}/secrets/${name}/rotate`, body);
    expect([answer.status, answer.body.errors?.map((fault: { pointer: string }) => fault.pointer)]).toEqual([
      400,
      [pointer],
    ]);
    expect((await api.call('GET', `/tenants/${slug}`)).headers.etag).toBe('"1"');
  });
});

describe('listing and deleting tenants', () => {
  it('goes page by page', async () => {
    const slugs = [];
    let cursor = '';
    do {
      const { body } = await api.call('GET', `/tenants?limit=2${cursor}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      slugs.push(...body.items.map(({ slug }: { slug: string }) => slug));
      cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
    } while (cursor);
    expect(slugs).toEqual([...slugs].sort());
    expect(slugs.length).toBeGreaterThan(3);
    for (const bad of ['bm9uc2Vuc2U', 'WyJhIiwiYiJd', 'Wzdd', 'WyJhXHUwMDAwIl0'])
      expect((await api.call('GET', `/tenants?cursor=${bad}`)).status).toBe(400);
  });

  it('waits for running work unless forced', async () => {
    const slug = await create();
    await api.db.dataSource.query(
      `WITH t AS (SELECT tenant_id FROM tenants WHERE slug = $1),
            c AS (INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, created_at, updated_at)
                  SELECT tenant_id, gen_random_uuid(), 's', 'u', '{}', 'queue', gen_random_uuid(), now(), now() FROM t RETURNING tenant_id, id)
       INSERT INTO handovers (tenant_id, id, conversation_id, status, step, options, context_data, category_ids, started_at)
       SELECT tenant_id, gen_random_uuid(), id, 'queue', 'accepted', '{}', '{}', '{}', now() FROM c`,
      [slug],
    );
    expect((await api.call('DELETE', `/tenants/${slug}`)).body).toMatchObject({
      status: 409,
      code: 'tenant.busy',
      handovers: 1,
    });
    expect((await api.call('DELETE', `/tenants/${slug}?force=perhaps`)).status).toBe(400);
    expect(
      (await api.call('DELETE', `/tenants/${slug}?force=true`, undefined, { headers: { 'if-match': '"9"' } })).status,
    ).toBe(412);
    expect((await api.call('DELETE', `/tenants/${slug}?force=true`)).status).toBe(204);
    expect((await api.call('GET', `/tenants/${slug}`)).status).toBe(404);
    expect((await api.call('DELETE', `/tenants/${slug}`)).status).toBe(404);
  });
});

describe('profile mapping', () => {
  it('requires consent until the mapping is replaced by one that does not', async () => {
    const slug = await create();
    const path = `/tenants/${slug}/profile-mapping`;
    const preview = async () => (await api.call('POST', `${path}/preview`, { profile: { email: 'a@b.example' } })).body;
    expect((await api.call('PUT', path, { requireConsent: 'gdpr.accepted' })).body.requireConsent).toBe(
      'gdpr.accepted',
    );
    expect((await preview()).dropped).toEqual([{ path: 'email', reason: 'no-consent' }]);
    expect((await api.call('PUT', path, {})).body).not.toHaveProperty('requireConsent');
    expect((await preview()).user.email).toBe('a@b.example');
    expect((await api.call('PUT', path, { requireConsent: ' ' })).body.errors[0].pointer).toBe('/requireConsent');
  });

  it('is replaced as a whole', async () => {
    const slug = await create({ profileMapping: { exclude: ['secret'] } });
    const rules = [{ from: 'address.city', to: 'context.city' }];
    const { status, body, headers } = await api.call('PUT', `/tenants/${slug}/profile-mapping`, { rules });
    expect([status, headers.etag, body]).toEqual([200, '"2"', { rules, exclude: [], onCollision: 'reject' }]);
    const bad = await api.call('PUT', `/tenants/${slug}/profile-mapping`, { rules: [{ from: 'a', to: 'x' }] });
    expect(bad.body.errors[0].pointer).toBe('/rules/0/to');
    expect((await api.call('PUT', '/tenants/nobody/profile-mapping', {})).status).toBe(404);
  });

  it('shows what a profile would become', async () => {
    const slug = await create({ profileMapping: { rules: [{ from: 'address.city', to: 'context.city' }] } });
    const profile = { first_name: 'Ada', address: { city: 'London' }, address2: 'x\0' };
    const { status, body } = await api.call('POST', `/tenants/${slug}/profile-mapping/preview`, { profile });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['changed', 'contextData', 'dropped', 'user']);
    expect(body.contextData).toMatchObject({ city: 'London', 'address-two': 'x\uFFFD' });
    const collision = { profile: { 'a-b': 1, a_b: 2 } };
    expect((await api.call('POST', `/tenants/${slug}/profile-mapping/preview`, collision)).status).toBe(400);
    const suffix = { ...collision, mapping: { onCollision: 'suffix' } };
    expect((await api.call('POST', `/tenants/${slug}/profile-mapping/preview`, suffix)).status).toBe(200);
    for (const bad of [{}, { profile: [] }, { profile: 'x' }, { profile: {}, mapping: { rules: [{ from: 1 }] } }])
      expect((await api.call('POST', `/tenants/${slug}/profile-mapping/preview`, bad)).status).toBe(400);
  });
});

describe('keys', () => {
  const adminKey = async (differences: object): Promise<string> => {
    const { status, body, text } = await api.call('POST', '/keys', {
      name: `key-${++count}`,
      role: 'viewer',
      ...differences,
    });
    expect(status, text).toBe(201);
    return body.key;
  };

  it('are needed, before anything else is looked at', async () => {
    for (const key of [null, 'wrong', 'a b'])
      for (const [method, path] of [
        ['POST', '/tenants'],
        ['GET', '/tenants/nobody'],
        ['GET', '/audit-log'],
        ['POST', '/tenants/x/bot-keys'],
      ] as const) {
        const { status, headers, body } = await api.call(method, path, method === 'POST' ? '{"broken' : undefined, {
          key,
        });
        expect([status, headers['www-authenticate'], body.code]).toEqual([401, 'Bearer', 'auth.unauthenticated']);
      }
    const basic = await api.call('GET', '/tenants', undefined, {
      key: null,
      headers: { authorization: 'Basic cm9vdC1rZXktZm9yLXRlc3Rz' },
    });
    expect(basic.status).toBe(401);
  });

  it('have roles', async () => {
    const slug = await create();
    const viewer = await adminKey({ role: 'viewer' });
    const operator = await adminKey({ role: 'operator' });
    const statusOf = async (key: string, method: string, path: string) =>
      (await api.call(method, path, method === 'GET' || method === 'DELETE' ? undefined : {}, { key })).status;
    expect(await statusOf(viewer, 'GET', `/tenants/${slug}`)).toBe(200);
    for (const [method, path] of [
      ['POST', '/tenants'],
      ['PATCH', `/tenants/${slug}`],
      ['DELETE', `/tenants/${slug}`],
      ['POST', `/tenants/${slug}/secrets/webhookSecret/rotate`],
      ['POST', `/tenants/${slug}/bot-keys`],
      ['PUT', `/tenants/${slug}/profile-mapping`],
      ['POST', '/keys'],
      ['GET', '/keys'],
    ] as const)
      expect([path, await statusOf(operator, method, path)]).toEqual([path, 403]);
  });

  it('may be bound to tenants, for which others do not exist', async () => {
    const [mine, other] = [await create(), await create()];
    const key = await adminKey({ role: 'admin', tenants: [mine] });
    const call = (method: string, path: string, body?: unknown) => api.call(method, path, body, { key });
    expect((await call('GET', '/tenants')).body.items.map(({ slug }: { slug: string }) => slug)).toEqual([mine]);
    expect((await call('PATCH', `/tenants/${mine}`, { name: 'Mine' })).status).toBe(200);
    for (const [method, path] of [
      ['GET', `/tenants/${other}`],
      ['PATCH', `/tenants/${other}`],
      ['DELETE', `/tenants/${other}`],
      ['POST', `/tenants/${other}/bot-keys`],
      ['POST', `/tenants/${other}/checks`],
      ['GET', `/audit-log?tenant=${other}`],
    ] as const)
      expect([
        path,
        (await call(method, path, method === 'POST' || method === 'PATCH' ? {} : undefined)).status,
      ]).toEqual([path, 404]);
    const entries = (await call('GET', '/audit-log')).body.items;
    expect(new Set(entries.map(({ tenant }: { tenant: string }) => tenant))).toEqual(new Set([mine]));
    expect((await call('POST', '/tenants', minimal())).status).toBe(403);
    expect((await call('POST', '/keys', { name: 'x', role: 'admin' })).status).toBe(403);
    expect((await call('DELETE', `/tenants/${mine}`)).status).toBe(204);
    await api.call('POST', '/tenants', minimal(mine));
    expect((await call('GET', `/tenants/${mine}`)).status).toBe(404);
  });

  it('bound to tenants change nothing that belongs to all', async () => {
    const mine = await create();
    const key = await adminKey({ role: 'admin', tenants: [mine] });
    const call = (method: string, path: string, body?: unknown) => api.call(method, path, body, { key });
    const holder = (await api.call('GET', '/tenants?limit=200')).body.items.find(
      ({ default: isDefault }: { default: boolean }) => isDefault,
    );
    if (holder) await api.call('PATCH', `/tenants/${holder.slug}`, { default: false });
    const taking = await call('PATCH', `/tenants/${mine}`, { default: true });
    expect(taking.body).toMatchObject({ status: 403, code: 'auth.forbidden', errors: [{ pointer: '/default' }] });
    expect((await api.call('GET', `/tenants/${mine}`)).body.default).toBe(false);
    expect((await api.call('PATCH', `/tenants/${mine}`, { default: true })).status).toBe(200);
    for (const value of [false, null])
      expect((await call('PATCH', `/tenants/${mine}`, { default: value })).status).toBe(403);
    const read = (await call('GET', `/tenants/${mine}`)).body;
    expect((await call('PATCH', `/tenants/${mine}`, { ...read, name: 'Mine' })).status).toBe(200);
    for (const [method, path, body] of [
      ['POST', '/tenants', minimal()],
      ['POST', '/keys', { name: 'mine', role: 'viewer', tenants: [mine] }],
      ['GET', '/keys'],
      ['DELETE', `/keys/7f7e2f2c-6a3f-4a0e-9d5c-0f1f4e9d8b11`],
    ] as const)
      expect([path, (await call(method, path, body)).status]).toEqual([path, 403]);
    await api.call('PATCH', `/tenants/${mine}`, { default: false });
  });

  it('are listed without themselves, and stop working when deleted', async () => {
    const name = `key-${++count}`;
    const made = await api.call('POST', '/keys', { name, role: 'viewer' });
    expect(made.body).toMatchObject({ name, role: 'viewer', tenants: null, last4: made.body.key.slice(-4) });
    for (const taken of [name, 'ADMIN_API_KEY'])
      expect((await api.call('POST', '/keys', { name: taken, role: 'viewer' })).body.code).toBe('admin-key.name-taken');
    expect((await api.call('POST', '/keys', { name: 'z', role: 'viewer', tenants: [] })).status).toBe(400);
    expect(
      (await api.call('POST', '/keys', { name: 'z', role: 'viewer', tenants: ['nobody'] })).body.errors[0].pointer,
    ).toBe('/tenants/0');
    const list = await api.call('GET', '/keys?limit=200');
    expect(list.body.items.map((key: { name: string }) => key.name)).toContain(name);
    expect(list.text).not.toContain(made.body.key);
    expect((await api.call('GET', '/keys?limit=1')).body.nextCursor).toEqual(expect.any(String));
    expect((await api.call('DELETE', `/keys/${made.body.id}`)).status).toBe(204);
    expect((await api.call('DELETE', `/keys/${made.body.id}`)).status).toBe(404);
    expect((await api.call('DELETE', '/keys/nonsense')).status).toBe(404);
    expect((await api.call('GET', '/tenants', undefined, { key: made.body.key })).status).toBe(401);
  });

  it('of bots belong to a tenant', async () => {
    const [slug, other] = [await create(), await create()];
    const made = await api.call('POST', `/tenants/${slug}/bot-keys`, { name: 'staging' });
    expect([made.status, made.body]).toMatchObject([201, { name: 'staging', key: expect.stringMatching(/^ehb_/) }]);
    const list = await api.call('GET', `/tenants/${slug}/bot-keys`);
    expect(list.body.items.map(({ name }: { name: string }) => name).sort()).toEqual(['first', 'staging']);
    expect(list.text).not.toContain(made.body.key);
    expect((await api.call('DELETE', `/tenants/${other}/bot-keys/${made.body.id}`)).status).toBe(404);
    expect((await api.call('DELETE', `/tenants/${slug}/bot-keys/${made.body.id}`)).status).toBe(204);
    expect((await api.call('POST', '/tenants/nobody/bot-keys', {})).status).toBe(404);
  });
});

describe('audit log', () => {
  it('names who did what, and no secrets', async () => {
    const slug = await create();
    await api.call(
      'PATCH',
      `/tenants/${slug}`,
      { engage: { apiAccessToken: 'very-secret-value' }, name: 'New' },
      { headers: { 'x-request-id': 'trace-7' } },
    );
    const { body, text } = await api.call('GET', `/audit-log?tenant=${slug}`);
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
      'tenant.updated',
      'bot-key.created',
      'tenant.created',
    ]);
    expect(body.items[0]).toEqual({
      at: '2026-03-02T09:00:00.000Z',
      actor: 'ADMIN_API_KEY',
      keyId: 'ADMIN_API_KEY',
      address: '127.0.0.1',
      action: 'tenant.updated',
      tenant: slug,
      tenantId: expect.any(String),
      target: slug,
      detail: { changed: ['engage.apiAccessToken', 'name'] },
      requestId: 'trace-7',
    });
    expect(text).not.toContain('very-secret-value');
    const first = await api.call('GET', `/audit-log?tenant=${slug}&limit=2`);
    const second = await api.call('GET', `/audit-log?tenant=${slug}&limit=2&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items]).toEqual(body.items);
    expect(second.body.nextCursor).toBeNull();
  });

  it('knows slugs only', async () => {
    for (const tenant of ['%00', 'A', '%ED%A0%80', 'a&tenant=b'])
      expect([tenant, (await api.call('GET', `/audit-log?tenant=${tenant}`)).status]).toEqual([tenant, 400]);
  });

  it('never changes', async () => {
    for (const statement of ['UPDATE audit_log SET actor = NULL', 'DELETE FROM audit_log', 'TRUNCATE audit_log'])
      await expect(api.db.dataSource.query(statement)).rejects.toThrow(/append-only/);
  });

  it('has no entry of what failed', async () => {
    const count = async () => (await api.call('GET', '/audit-log?limit=200')).body.items.length;
    const before = await count();
    await api.call('POST', '/tenants', { ...minimal(), default: 'x' });
    await api.call('POST', '/keys', { name: 'bad', role: 'viewer', tenants: ['nobody'] });
    expect(await count()).toBe(before);
  });
});
