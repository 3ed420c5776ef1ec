import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StubServer } from '#testing';
import { EngageRefused } from '../application/engage.errors.js';
import { REST_TOKEN, SOURCE_ID, tenantOn } from '../testing/fixtures.js';
import { outboundParts } from '../testing/parts.js';
import type { EngageAdministration } from './engage-administration.js';

let server: StubServer;
let administration: EngageAdministration;
beforeAll(async () => {
  server = await StubServer.start();
  ({ administration } = outboundParts());
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

const { signal } = new AbortController();
const context = () => ({ tenant: tenantOn(server.url), signal, priority: 'agent-facing' as const });
const page = (...records: unknown[]) => ({ body: { count: records.length, offset: 0, limit: 150, records } });
const WEBHOOK = {
  id: 'w1',
  active: true,
  url: 'https://handover.example/handover/rce/acme',
  verify_token: 'v',
  webhook_status: 'suspended',
  registered_events: ['task.taken', 'content.imported'],
  api_access_token: { id: 't1' },
};

type Write = [name: string, call: () => Promise<unknown>, line: string, form: [string, string][]];
const writes: Write[] = [
  [
    'creates a category below another',
    () => administration.createCategory({ name: 'Bot', parentId: 'c1' }, context()),
    'POST /1.0/categories',
    [
      ['name', 'Bot'],
      ['parent_id', 'c1'],
    ],
  ],
  [
    'replaces default categories',
    () => administration.setDefaultCategories(SOURCE_ID, ['c2', 'c3'], context()),
    `PUT /1.0/content_sources/${SOURCE_ID}`,
    [
      ['default_category_ids[]', 'c2'],
      ['default_category_ids[]', 'c3'],
    ],
  ],
  [
    'clears default categories',
    () => administration.setDefaultCategories(SOURCE_ID, [], context()),
    `PUT /1.0/content_sources/${SOURCE_ID}`,
    [['default_category_ids[]', '']],
  ],
  [
    'names the source as the parameter of a permission',
    () => administration.setSourcePermissions('u/1', SOURCE_ID, ['read', 'reply'], context()),
    'PUT /1.0/users/u%2F1/sources_permissions',
    [[SOURCE_ID, 'read,reply']],
  ],
  [
    'changes only the given lists of a user',
    () => administration.updateUser('u1', { categoryIds: ['c1'] }, context()),
    'PUT /1.0/users/u1',
    [['category_ids[]', 'c1']],
  ],
  [
    'gives the token of a webhook as a parameter',
    () => administration.updateWebhook('w1', { active: true, secret: 's', events: ['task.taken'] }, context()),
    'PUT /1.0/webhooks/w1',
    [
      ['access_token', REST_TOKEN],
      ['active', 'true'],
      ['secret', 's'],
      ['registered_events[]', 'task.taken'],
    ],
  ],
];

describe('RestEngageAdministration', () => {
  it.each(writes)('%s', async (_name, call, line, form) => {
    server.reply({ body: { ...WEBHOOK, name: 'Bot' } });
    await call();
    const [request] = server.requests;
    expect(`${request?.method} ${request?.path}`).toBe(line);
    expect([...new URLSearchParams(request?.text)]).toEqual(form);
  });

  it('reads a webhook with its status and the token it belongs to', async () => {
    server.reply(page(WEBHOOK));
    expect(await administration.webhooks(context())).toEqual([
      {
        id: 'w1',
        url: WEBHOOK.url,
        active: true,
        status: 'suspended',
        verifyToken: 'v',
        events: ['content.imported', 'task.taken'],
        tokenId: 't1',
      },
    ]);
    expect(server.requests[0]?.query.get('access_token')).toBe(REST_TOKEN);
  });

  it('reads every page of a list, each once', async () => {
    const user = (index: number) => ({ id: `u${index}`, firstname: 'Mara', lastname: 'Olsen', category_ids: ['c1'] });
    const users = Array.from({ length: 151 }, (_, index) => user(index));
    server.reply(({ query }) => {
      const offset = Number(query.get('offset') ?? 0);
      return { body: { count: users.length, offset, limit: 150, records: users.slice(offset, offset + 150) } };
    });
    const read = await administration.users({ categoryId: 'c1' }, context());
    expect(read).toHaveLength(151);
    expect(read[0]).toMatchObject({ id: 'u0', name: 'Mara Olsen', enabled: true, categoryIds: ['c1'] });
    expect(server.requests.map(({ query }) => query.get('category_id'))).toEqual(['c1', 'c1']);
  });

  it('lists the rights that a role grants', async () => {
    server.reply(page({ id: 'r1', label: 'Admin', manage_categories: true, update_user: false }));
    expect(await administration.roles(context())).toEqual([
      { id: 'r1', label: 'Admin', rights: ['manage_categories'] },
    ]);
  });

  it('says by status which right is missing', async () => {
    server.reply({ status: 403, body: { error: 'forbidden', message: 'Not allowed', status: 403 } });
    const refused = await administration.createCategory({ name: 'Bot' }, context()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EngageRefused);
    expect(refused).toMatchObject({ status: 403 });
  });

  it('sends a creation once, even if the connection breaks', async () => {
    server.reply('reset');
    await expect(administration.createFolder({ label: 'Agent' }, context())).rejects.toThrow();
    expect(server.requests).toHaveLength(1);
  });
});
