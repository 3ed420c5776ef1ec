import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, startAdminApi } from '../../testing/admin-api.js';
import { createTenant } from '../../testing/create-tenant.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi();
});
afterAll(() => api.close());

const create = (differences?: object): Promise<string> => createTenant(api, differences);

describe('changing a tenant', () => {
  it('merges: omitted members stay, null restores the default or clears a secret', async () => {
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

  it('drops settings and secrets of the former platform', async () => {
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

  it('accepts only one of two changes with the same ETag', async () => {
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

  it('checks the merged settings', async () => {
    const slug = await create();
    expect((await api.call('PATCH', `/tenants/${slug}`, { name: null })).body.errors[0].pointer).toBe('/name');
    expect((await api.call('PATCH', `/tenants/${slug}`, { bot: null })).status).toBe(400);
    expect((await api.call('PATCH', '/tenants/nobody', { name: 'x' })).status).toBe(404);
  });

  it('rotates our own secrets', async () => {
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

  it('keeps the previous secret valid for the time that the administrator chooses', async () => {
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

  it('shows no previous secret after it has expired', async () => {
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
  ])('refuses to rotate %s with %j', async (name, body, pointer) => {
    const slug = await create();
    const answer = await api.call('POST', `/tenants/${slug}/secrets/${name}/rotate`, body);
    expect([answer.status, answer.body.errors?.map((fault: { pointer: string }) => fault.pointer)]).toEqual([
      400,
      [pointer],
    ]);
    expect((await api.call('GET', `/tenants/${slug}`)).headers.etag).toBe('"1"');
  });
});
