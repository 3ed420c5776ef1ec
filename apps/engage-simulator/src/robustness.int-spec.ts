import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sign } from './outbound/signature.js';
import { CUSTOMER, Harness } from './testing/harness.js';

const NESTED = JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown;
const ODD_VALUES: unknown[] = [null, 1, true, [], {}, 'x\u0000y', '\ud800', 'x'.repeat(300), NESTED];
const MESSAGE = {
  id: 'm',
  author: CUSTOMER,
  body: 'b',
  thread_id: 't',
  in_reply_to_id: 'q',
  created_at: '2026-01-01',
  categories: ['a'],
  context_data: { a: 'b' },
  attachments: [{ url: 'https://files.example/odd%ZZ.png' }],
  structured_content: { type: 'select', items: [{ title: 'x' }] },
  preview: 'x',
};
const RESOURCES = [
  'content_threads',
  'contents',
  'interventions',
  'tasks',
  'status',
  'identities',
  'users',
  'categories',
  'folders',
  'webhooks',
  'attachments',
];
const ODD_QUERIES = [
  '?q[]=x',
  '?q=%00-',
  '?limit=x',
  '?status[x]=1&source_ids=1',
  `?x${'[y]'.repeat(50)}=1`,
  '?name[]=1&label[]=2',
  '?%E0%A4%A=1',
];

describe('bad input never causes a 5xx', () => {
  let domain: Harness;
  const failures: string[] = [];
  beforeAll(async () => {
    domain = await Harness.start({ switches: { rateLimitPerMinute: 1_000_000 } });
    await domain.handover();
  });
  afterAll(async () => {
    await domain.stop();
    expect(failures).toEqual([]);
  });

  const note = (what: string, status: number): void => void (status >= 500 && failures.push(`${what}: ${status}`));

  it.each(['messages.create', 'users.create', 'typing.start', 'status.mark_as_read'])('in %s', async (action) => {
    for (const field of Object.keys(MESSAGE)) {
      for (const value of ODD_VALUES) {
        const body = JSON.stringify({ action, params: { ...MESSAGE, [field]: value } });
        note(`${action} ${field}`, (await domain.raw(body, sign(body, domain.seed.sourceAccessToken))).status);
      }
    }
  });

  it.each(['{', 'null', '[]', '"x"', '{"action":1,"params":{}}', '{"action":"messages.create","params":[]}', ''])(
    'for the body %s',
    async (body) => {
      expect((await domain.raw(body, sign(body, domain.seed.sourceAccessToken))).status).toBe(400);
    },
  );

  it.each(RESOURCES)('in /1.0/%s', async (resource) => {
    for (const method of ['GET', 'POST', 'PUT']) {
      for (const tail of ['', '/__proto__', '/x/update_categories']) {
        for (const query of ODD_QUERIES)
          note(
            `${method} ${resource}${tail}${query}`,
            (await domain.rest(method, `/${resource}${tail}${query}`)).status,
          );
      }
    }
  });

  it('by the control routes', async () => {
    for (const path of [
      '/faults',
      '/events',
      '/webhooks',
      '/customer/messages',
      '/clock/advance',
      '/agents/mara/reply',
      '/threads/conv-1/expire',
    ]) {
      for (const body of [
        {},
        { on: 5 },
        { url: 'nope' },
        { type: 'x', resource: { metadata: null } },
        { text: 5 },
        { thread: 'conv-1', body: 7 },
      ]) {
        note(path, (await domain.control('POST', path, body)).status);
      }
    }
  });
});
