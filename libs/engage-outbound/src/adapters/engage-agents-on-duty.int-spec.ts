import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Tenant } from '#tenant-config';
import { StubServer } from '#testing';
import { tenantOn } from '../testing/fixtures.js';
import { outboundParts } from '../testing/parts.js';

const { signal } = new AbortController();
const REALTIME = 'channel-realtime';
const ASYNC = 'channel-async';

let server: StubServer;
let tenant: Tenant;
beforeAll(async () => {
  server = await StubServer.start();
  tenant = tenantOn(server.url);
});
beforeEach(() => {
  server.reset();
  for (const [source, channel] of [
    ['chat', REALTIME],
    ['whatsapp', ASYNC],
  ])
    server.route('GET', `/1.0/content_sources/${source}`, { body: { id: source, name: source, channel_id: channel } });
});
afterAll(() => server.stop());

type Presence = readonly [status: string | null, busyness: string];
const agent = (id: string, realtime: Presence, asynchronous: Presence = [null, 'unoccupied']): object => {
  const onChannel = (channel: string, [status, busyness]: Presence) => ({
    id: channel,
    name: channel,
    status,
    busyness,
  });
  return {
    agent_id: id,
    channels: [onChannel(ASYNC, asynchronous), onChannel(REALTIME, realtime)],
    custom_status: null,
  };
};
const connected = (...agents: object[]) => server.route('GET', '/1.0/status', { body: agents });
const asked = (...sourceIds: string[]) => ({ sourceIds, categoryId: 'agents' });
const paths = () => server.requests.map(({ path }) => path).toSorted();

it('finds agents who are available and not at capacity on the channel of the source', async () => {
  connected(
    agent('free', ['available', 'unoccupied']),
    agent('working', ['available', 'busy']),
    agent('full', ['available', 'full']),
    agent('away', ['away', 'unoccupied'], ['available', 'unoccupied']),
    agent('elsewhere', [null, 'unoccupied'], ['available', 'unoccupied']),
  );
  expect(await outboundParts().agentsOnDuty.find(tenant, asked('chat'), signal)).toEqual([
    { agentId: 'free', isAvailable: true },
    { agentId: 'working', isAvailable: true },
    { agentId: 'full', isAvailable: false },
    { agentId: 'away', isAvailable: false },
  ]);
  const [status] = await server.received(1, ({ path }) => path === '/1.0/status');
  expect([...(status?.query ?? [])]).toEqual([
    ['source_ids[]', 'chat'],
    ['category_ids[]', 'agents'],
  ]);
});

it('counts an agent who is available on the channel of any of several sources', async () => {
  connected(agent('both', ['away', 'ok'], ['available', 'ok']), agent('one', [null, 'ok'], ['away', 'ok']));
  expect(await outboundParts().agentsOnDuty.find(tenant, asked('chat', 'whatsapp'), signal)).toEqual([
    { agentId: 'both', isAvailable: true },
    { agentId: 'one', isAvailable: false },
  ]);
});

it('counts any channel while the source is not readable', async () => {
  server.route('GET', '/1.0/content_sources/hidden', { status: 404, body: { error: 'not_found', status: 404 } });
  connected(agent('elsewhere', [null, 'ok'], ['available', 'ok']));
  expect(await outboundParts().agentsOnDuty.find(tenant, asked('hidden'), signal)).toEqual([
    { agentId: 'elsewhere', isAvailable: true },
  ]);
});

it('requests the channel of a source once, as a background call', async () => {
  connected();
  const { agentsOnDuty, governor } = outboundParts();
  await agentsOnDuty.find(tenant, asked('chat'), signal);
  await agentsOnDuty.find(tenant, asked('chat'), signal);
  expect(paths()).toEqual(['/1.0/content_sources/chat', '/1.0/status', '/1.0/status']);
  expect(governor.admitted.map(({ priority }) => priority)).toEqual(['background', 'background', 'background']);
});

it.each([
  ['may not monitor tasks', { status: 403, body: { error: 'forbidden', message: 'Not allowed', status: 403 } }],
  ['gets another kind of answer', { body: { records: [] } }],
])('fails where the token’s user %s', async (_, reply) => {
  server.route('GET', '/1.0/status', reply);
  await expect(outboundParts().agentsOnDuty.find(tenant, asked('chat'), signal)).rejects.toThrow();
});
