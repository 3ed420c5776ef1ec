import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passed, TenantDirectory, TenantHealth } from '#tenant-config';
import { type AdminApi, startAdminApi } from '../../../tenant-config/src/testing/admin-api.js';
import { SetupGuideModule } from '../setup-guide.module.js';
import { FakeSetupsModule } from '../testing/fake-setups.module.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

interface Step {
  readonly id: string;
  readonly side: string;
  readonly title: string;
  readonly instructions: string[];
  readonly warnings: string[];
  readonly values: { field: string; value: string }[];
  readonly links: { label: string; url: string }[];
  readonly missing: string[];
  readonly manual: boolean;
  readonly patch?: { body: object };
}

let api: AdminApi;
let count = 0;
beforeAll(async () => {
  api = await startAdminApi({}, [FakeSetupsModule, SetupGuideModule]);
});
afterAll(() => api.close());

async function create(differences: object = {}): Promise<string> {
  const slug = `tenant-${++count}`;
  const body = { slug, name: `Tenant <b>${count}</b>`, bot: { platform: 'generic' }, ...differences };
  const { status, text } = await api.call('POST', '/tenants', body);
  expect(status, text).toBe(201);
  return slug;
}

async function stepsOf(slug: string): Promise<Step[]> {
  const { status, body, text } = await api.call('GET', `/tenants/${slug}/setup`);
  expect(status, text).toBe(200);
  return body.steps as Step[];
}

const as = (accept: string, slug: string, key?: string | null) =>
  api.call('GET', `/tenants/${slug}/setup`, undefined, { headers: { accept }, ...(key !== undefined && { key }) });

describe('the setup guide', () => {
  it('has exact values, names every missing setting and shows no secret', async () => {
    const slug = await create({ engage: { webhookSecret: 'webhook-secret-eeee', verifyToken: 'verify-token-1' } });
    const { body, text } = await api.call('GET', `/tenants/${slug}/setup`);
    const steps = body.steps as Step[];
    const values = steps.flatMap((step) => step.values);
    expect(values).toContainEqual({ field: 'Base URI', value: `https://handover.example.com/handover/rce/${slug}` });
    expect(values).toContainEqual({ field: 'Verify token', value: 'verify-token-1' });
    expect(values).toContainEqual({ field: 'Base URL', value: 'https://handover.example.com/v1' });
    expect(values).toContainEqual({ field: 'Events', value: 'intervention.closed\ncontent.imported' });
    const missing = new Set(steps.flatMap((step) => step.missing));
    expect([...missing].sort()).toEqual([...body.readiness.missing].sort());
    expect(text).not.toContain('webhook-secret-eeee');
    expect(body.pageUrl).toBe(`https://handover.example.com/setup/${slug}`);
  });

  it('shows the call that sends a value back', async () => {
    const source = (await stepsOf(await create())).find(({ id }) => id === 'source');
    expect(source?.patch).toEqual({
      method: 'PATCH',
      path: `/admin/tenants/tenant-${count}`,
      body: {
        engage: {
          realtimeEndpointUrl: '<Realtime endpoint URL>',
          realtimeAccessToken: '<Access token of the source>',
        },
      },
    });
  });

  it('starts with steps that show problems early, has at most four steps by hand, and ends with a test', async () => {
    const steps = await stepsOf(await create());
    expect(steps[0]?.id).toBe('reach');
    expect(steps.filter(({ manual }) => manual).map(({ id }) => id)).toEqual([
      'api-token',
      'source',
      'source-save',
      'identities',
    ]);
    expect(steps.slice(-2).map(({ id }) => id)).toEqual(['check', 'bot-test']);
  });

  it('names products and menus as the current and older releases do', async () => {
    const steps = await stepsOf(await create());
    const text = steps.flatMap(({ title, instructions }) => [title, ...instructions]).join('\n');
    for (const name of [
      'Engage Digital, now called RingCX Digital',
      'RingCX Digital channel SDK',
      'Engage Digital Source SDK',
      'Admin > Channels > Community profiles (older: Messages management > Communities)',
      'Admin > Channels > Channels (older: Messages management > Sources, or Sources)',
      'Admin > Routing > Categories (older: Categories)',
      'Admin > Routing > Channel groups',
      'Admin > Routing > Inboxes (older: Desks > Folders)',
      'Admin > Users > Agents (older: Agents management > Agents, or Agents)',
      'Admin > Digital > Identities (older: Identities)',
      'Admin > Dev tools > API access tokens (older: API access tokens)',
      'Admin > Dev tools > Webhooks (older: Advanced Settings > Webhooks, or Webhooks)',
      'Channels filtering strategy',
      'Sources filtering strategy',
      '/admin/categories/<id>/edit',
    ])
      expect(text).toContain(name);
    expect(text).not.toMatch(/thread\.\*|events of threads/);
    expect(text).not.toMatch(/\([^()]*\(/); // parentheses in parentheses
  });

  it('warns while the verification token is the public one', async () => {
    const warnings = async (engage: object) =>
      (await stepsOf(await create({ engage }))).flatMap((step) => step.warnings);
    expect((await warnings({})).join()).toContain('cognigy123');
    expect(await warnings({ verifyToken: 'a-token-of-our-own' })).toEqual([]);
  });

  it('has the permissions that native sources need, and no steps of a Channel SDK source without one', async () => {
    const nativeSourceIds = ['n1', 'n2'];
    const steps = await stepsOf(await create({ engage: { nativeSourceIds } }));
    expect(steps.find(({ id }) => id === 'native-sources')?.values.map(({ value }) => value)).toEqual(nativeSourceIds);
    expect(steps.map(({ id }) => id)).not.toContain('source');
  });

  it('links every step in Engage to the pages of the tenant’s own domain', async () => {
    const engage = { baseApiUrl: 'acme.digital.ringcentral.com', botCategoryId: '4f3951557aa58d1462017a8f' };
    const slug = await create({ engage });
    const admin = 'https://acme.digital.ringcentral.com/admin';
    const category = `${admin}/categories/${engage.botCategoryId}/edit`;
    const steps = await stepsOf(slug);
    const linked = steps.filter(({ links }) => links.some(({ url }) => url === admin)).map(({ id }) => id);
    expect(linked).toEqual(steps.filter(({ side }) => side === 'engage').map(({ id }) => id));
    expect(steps.find(({ id }) => id === 'categories')?.links).toContainEqual({ label: 'Category Bot', url: category });
    expect((await as(BROWSER, slug)).text).toContain(
      `<a href="${category}" target="_blank" rel="noopener noreferrer">Category Bot</a>`,
    );
    expect((await as('text/plain', slug)).text).toContain(`- Category Bot: <${category}>`);
  });

  it('has no links to Engage while the domain is unknown', async () => {
    const steps = (await stepsOf(await create())).filter(({ side }) => side === 'engage');
    expect(steps.flatMap(({ links }) => links)).toEqual([]);
  });

  it('links its last step to the console, where the timeline of the conversation is', async () => {
    const slug = await create();
    const last = (await stepsOf(slug)).at(-1);
    expect(last?.instructions.at(-1)).toContain('`/console/conversations`');
    expect(last?.links.map(({ url }) => url)).toEqual([
      `https://handover.example.com/console/conversations?tenant=${slug}`,
    ]);
  });

  it('is a text that can be read without a browser', async () => {
    const slug = await create();
    const { headers, text } = await as('text/plain', slug);
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toContain('## Engage\n');
    expect(text).toContain(`Base URI: \`https://handover.example.com/handover/rce/${slug}\``);
    expect(text).toContain('### [ ] 2. Create an API access token (by hand, 1 of 4)');
  });

  it('has a time of the checks once all have run, not after traffic has shown the result of one', async () => {
    const slug = await create();
    const tenant = await api.app.get(TenantDirectory).bySlug(slug);
    const health = api.app.get(TenantHealth);
    const result = { id: 'webhook-secret', title: 'The secret of the webhook', ...passed('Accepted.') };
    const shown = async () => (await as('text/plain', slug)).text;
    await health.record(tenant!.id, [result]);
    expect(await shown()).toContain('Not all checks have run yet.');
    expect((await api.call('GET', `/tenants/${slug}/setup`)).body.checkedAt).toBeNull();
    await health.record(tenant!.id, [result], true);
    expect(await shown()).toMatch(/All checks ran last at \d{4}-\d\d-\d\d \d\d:\d\d UTC\./);
  });

  it('is a page for browsers, which shows texts of administrators without HTML', async () => {
    const { headers, text } = await as(BROWSER, await create());
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(headers['cache-control']).toBe('no-store');
    expect(text).toContain(`<h1>Set up Tenant &lt;b&gt;${count}&lt;/b&gt;</h1>`);
    expect(text).not.toMatch(/<script>|\sstyle=|\son\w+=/);
  });

  it('asks a browser without a key for one, and answers others with a problem', async () => {
    const slug = await create();
    const page = await as(BROWSER, slug, null);
    expect([page.status, page.headers['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
    expect(page.text).toContain('<main id="guide"></main>');
    for (const [accept, key] of [
      ['application/json', null],
      [BROWSER, 'wrong'],
    ] as const)
      expect((await as(accept, slug, key)).body).toMatchObject({ status: 401, code: 'auth.unauthenticated' });
    expect((await as(BROWSER, 'nobody')).body).toMatchObject({ status: 404, code: 'tenant.unknown' });
  });

  it('is read by viewers of the tenant', async () => {
    const slug = await create();
    const { body } = await api.call('POST', '/keys', { name: 'guide-viewer', role: 'viewer', tenants: [slug] });
    expect((await api.call('GET', `/tenants/${slug}/setup`, undefined, { key: body.key })).status).toBe(200);
    const other = await create();
    expect((await api.call('GET', `/tenants/${other}/setup`, undefined, { key: body.key })).status).toBe(404);
  });
});

describe('the page around it', () => {
  it.each(['/setup', '/setup/', '/setup/acme'])('is served at %s without a key and without data', async (url) => {
    const { statusCode, headers, body } = await api.app.inject({ url });
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('<main id="guide"></main>');
  });

  it.each([
    ['/setup/files/guide.js', 'text/javascript; charset=utf-8'],
    ['/setup/files/guide.css', 'text/css; charset=utf-8'],
    ['/web/page/page.css', 'text/css; charset=utf-8'],
  ])('loads %s', async (url, type) => {
    const { statusCode, headers } = await api.app.inject({ url });
    expect([statusCode, headers['content-type']]).toEqual([200, type]);
  });
});

describe('the script', () => {
  const script = (slug: string, query = '', key?: string) =>
    api.call('GET', `/tenants/${slug}/setup/transformer.js${query}`, undefined, { ...(key !== undefined && { key }) });
  const keysOf = async (slug: string) => (await api.call('GET', `/tenants/${slug}/bot-keys`)).body.items;

  it('is a file with a placeholder', async () => {
    const slug = await create({ bot: { platform: 'other' } });
    const { status, headers, text } = await script(slug);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-disposition': 'attachment; filename="transformer.js"',
      'cache-control': 'no-store',
    });
    expect(text).toContain("KEY = '<bot key: shown when it was made>'");
    expect(await keysOf(slug)).toHaveLength(1);
  });

  it('contains a new key on request, which is recorded and can be deleted', async () => {
    const slug = await create({ bot: { platform: 'other' } });
    const { text } = await script(slug, '?freshKey=true');
    const [, key = ''] = /KEY = '(ehb_[\w-]{43})'/.exec(text) ?? [];
    expect(await keysOf(slug)).toContainEqual(
      expect.objectContaining({ name: 'transformer script', last4: key.slice(-4) }),
    );
    const { body } = await api.call('GET', `/audit-log?tenant=${slug}`);
    expect(body.items[0]).toMatchObject({ action: 'bot-key.created', detail: { name: 'transformer script' } });
  });

  it('creates no key without the right, for other platforms or for a value other than true', async () => {
    const slug = await create({ bot: { platform: 'other' } });
    const { body } = await api.call('POST', '/keys', { name: 'script-viewer', role: 'viewer' });
    expect((await script(slug, '?freshKey=true', body.key)).body).toMatchObject({ status: 403 });
    expect((await script(slug, '', body.key)).status).toBe(200);
    expect((await script(slug, '?freshKey=yes')).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/freshKey' }],
    });
    const generic = await create();
    expect((await script(generic, '?freshKey=true')).body).toMatchObject({ status: 404, code: 'setup.no-script' });
    for (const one of [slug, generic]) expect(await keysOf(one)).toHaveLength(1);
  });
});
