import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '#kernel';
import { PostgresSourceFaults } from '../../adapters/postgres-source-faults.js';
import { type AdminApi, startAdminApi } from '../../testing/admin-api.js';
import { createTenant, minimalTenant, newSlug } from '../../testing/create-tenant.js';
import { CREATE_EXAMPLES, UPDATE_EXAMPLES } from './tenant-examples.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi();
});
afterAll(() => api.close());

const create = (differences?: object): Promise<string> => createTenant(api, differences);

describe('creating a tenant', () => {
  it('needs little, and says what is missing', async () => {
    const slug = newSlug();
    const { status, body, headers } = await api.call('POST', '/tenants', minimalTenant(slug));
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

  it('accepts sources that Engage serves itself, and reports where the bot may not answer', async () => {
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

  it('shows the setting because of which Engage refuses everything, until settings of Engage are changed', async () => {
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

  it('stores opening hours and patches parts of them', async () => {
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

  it('refuses names that no one sees', async () => {
    const slug = await create();
    const invisible = { status: 400, errors: [{ pointer: '/name', detail: expect.stringContaining('visible') }] };
    for (const name of [' ', '\0', '\u202E', '\u200B\u200D', '\u3164']) {
      expect((await api.call('POST', '/tenants', { ...minimalTenant(newSlug()), name })).body).toMatchObject(invisible);
      expect((await api.call('PATCH', `/tenants/${slug}`, { name })).body).toMatchObject(invisible);
    }
    const identity = { engage: { botIdentity: { id: 'bot', screenname: '\u200B' } } };
    const refused = await api.call('PATCH', `/tenants/${slug}`, identity);
    expect(refused.body).toMatchObject({ status: 400, errors: [{ pointer: '/engage/botIdentity/screenname' }] });
  });

  it('accepts text that PostgreSQL cannot hold', async () => {
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
    expect((await api.call('POST', '/tenants', minimalTenant(slug))).body).toMatchObject({
      status: 409,
      code: 'tenant.slug-taken',
    });
    const second = { ...minimalTenant(), default: true };
    expect((await api.call('POST', '/tenants', second)).body).toMatchObject({
      status: 409,
      code: 'tenant.default-taken',
    });
    const sameSource = {
      ...minimalTenant(),
      engage: { realtimeEndpointUrl: 'https://acme2.engagement.dimelo.com/realtime/sdk/s' },
    };
    expect((await api.call('POST', '/tenants', sameSource)).body).toMatchObject({
      status: 409,
      code: 'tenant.source-taken',
    });
    await create({ engage: { baseApiUrl: 'acme3.engagement.dimelo.com', sourceId: 's' } });
  });

  it('applies defaults that differ on a platform', async () => {
    const slug = await create({ bot: { platform: 'other' } });
    expect((await api.call('GET', `/tenants/${slug}`)).body.handover.forwardOnlyHandover).toBe(true);
  });
});
