import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { type EngageEdge, hmac, startEngageEdge } from '../testing/engage-edge.js';

const enforcing = aTenant({ slug: 'strict', engage: { replayWindow: 'enforce' } });
const observing = aTenant({ slug: 'lenient' });
const OLD = '2020-01-01T00:00:00Z';

describe('calls of Engage with a wrong time', () => {
  let edge: EngageEdge;
  beforeAll(async () => {
    edge = await startEngageEdge(enforcing, observing);
  });
  beforeEach(() => edge.handover.reset());
  afterAll(() => edge?.app.close());

  async function post(
    slug: string,
    body: object,
    headers: (text: string) => Record<string, string>,
  ): Promise<Response> {
    const text = JSON.stringify(body);
    return fetch(`${edge.url}/handover/rce/${slug}`, { method: 'POST', headers: headers(text), body: text });
  }
  const say = (slug: string, time?: string): Promise<Response> =>
    post(
      slug,
      {
        action: 'messages.create',
        ...(time && { time }),
        params: { content_id: 'c1', thread_id: 't1', body: 'Hi', format: 'text' },
      },
      (text) => ({ 'x-smccsdk-signature': hmac(text, 'realtime-token-of-acme-5678') }),
    );
  const tell = (slug: string, ...times: string[]): Promise<Response> =>
    post(
      slug,
      { events: times.map((issued_at, number) => ({ id: `e${number}`, type: 'intervention.closed', issued_at })) },
      () => ({ 'x-dimelo-secret': 'webhook-secret-of-acme-9012' }),
    );

  it('are refused when they are signed by the source', async () => {
    const answer = await say('strict', OLD);
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'engage.call-out-of-time' }]);
    expect(edge.handover.messages).toEqual([]);
    expect((await say('strict', new Date().toISOString())).status).toBe(200);
    expect((await say('strict')).status).toBe(200);
    expect(edge.handover.messages).toHaveLength(2);
  });

  it('are skipped when they are events of a webhook, without a failure that Engage would count', async () => {
    expect((await tell('strict', OLD, new Date().toISOString(), '2099-01-01T00:00:00Z')).status).toBe(200);
    expect(edge.handover.events.map(({ id }) => id)).toEqual(['e1']);
  });

  it('are accepted while the tenant observes', async () => {
    expect((await say('lenient', OLD)).status).toBe(200);
    expect((await tell('lenient', OLD)).status).toBe(200);
    expect([edge.handover.messages.length, edge.handover.events.length]).toEqual([1, 1]);
  });
});
