import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#kernel';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { fixture, hmac, startEngageEdge, type EngageEdge } from '../testing/engage-edge.js';

const TOKEN = 'source-token-of-acme-0123456789';
const SECRET = 'webhook-secret-of-acme-4711';
const acme = aTenant({
  slug: 'acme',
  engage: { realtimeAccessToken: new Secret(TOKEN), webhookSecret: new Secret(SECRET) },
});

let edge: EngageEdge;
beforeAll(async () => {
  edge = await startEngageEdge(acme);
});
afterAll(async () => edge.app.close());
beforeEach(() => edge.handover.reset());

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

async function post(body: string, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${edge.url}/handover/rce/acme`, { method: 'POST', body, headers });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

const sdk = (body: string): Promise<Answer> => post(body, { 'x-smccsdk-signature': hmac(body, TOKEN) });
const webhook = (body: string): Promise<Answer> => post(body, { 'x-dimelo-secret': SECRET });
const says = (params: object): Promise<Answer> =>
  sdk(JSON.stringify({ action: 'messages.create', params: { content_id: 'c-1', thread_id: 't-1', ...params } }));

describe('an agent’s message', () => {
  it.each([4_000, 200_000])('as HTML nested %i deep arrives', async (levels) => {
    const body = `${'<div>'.repeat(levels)}Hello${'</div>'.repeat(levels)}`;
    expect(await says({ format: 'html', body })).toMatchObject({
      status: 200,
      json: { id: expect.any(String) as string },
    });
    expect(edge.handover.messages).toMatchObject([{ text: 'Hello' }]);
  });

  it.each<[object, string]>([
    [{ body: 'x'.repeat(1_000_001) }, 'has 1000001 characters; at most 1000000 can be delivered'],
    [{ format: 'html', body: '<b>'.repeat(833_334) }, 'has 2500002 characters of HTML; at most 2500000'],
    [{ format: 'html', body: 'x'.repeat(1_000_001) }, 'has 1000001 characters; at most 1000000'],
    [{ attachments: Array.from({ length: 101 }, () => ({})) }, 'has 101 files; at most 100'],
    [
      { structured_content: { items: Array.from({ length: 2_000 }, () => ({})) } },
      'has 2002 cards and buttons; at most 2000',
    ],
    [{ structured_content: { title: 'x'.repeat(1_000_000) } }, 'has 1000012 characters of structured content'],
    [
      { structured_content: { items: JSON.parse(`${'['.repeat(101)}${']'.repeat(101)}`) as object } },
      'nested too deeply',
    ],
  ])('beyond a limit is returned to the agent, who reads the limit', async (params, words) => {
    const message = expect.stringContaining(words) as string;
    expect(await says({ body: 'Hello', ...params })).toMatchObject({
      status: 200,
      json: { error: { fatal: true, message } },
    });
    expect(edge.handover.messages).toEqual([]);
  });

  it('nested deeply, without an id to recognise a repeat, is also returned', async () => {
    const params = `"thread_id":"t-1","body":"Hello","x":${'['.repeat(4_000)}${']'.repeat(4_000)}`;
    const message = 'The message is nested too deeply.';
    expect(await sdk(`{"action":"messages.create","params":{${params}}}`)).toMatchObject({
      status: 200,
      json: { error: { fatal: true, message } },
    });
  });

  it('may have names up to the limit', async () => {
    const attachments = [{ url: 'https://x.example/a', filename: 'f'.repeat(1_000) }];
    await says({ body: 'Hello', sender_name: 's'.repeat(1_000), attachments });
    expect(edge.handover.messages).toMatchObject([
      { senderName: 's'.repeat(255), attachments: [{ filename: 'f'.repeat(255) }] },
    ]);
  });
});

const membersOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, inner) => sum + 1 + membersOf(inner), 0)
    : 0;

describe('a webhook request', () => {
  const event = (id: string, more = ''): string => `{"id":"${id}","type":"task.taken"${more}}`;

  it('of 2,500 events, each the largest that Engage documents, is accepted', async () => {
    const calls = fixture<{ rawBody: string }[]>('webhooks').map(({ rawBody }) => rawBody);
    const documented = calls.flatMap((body) => (JSON.parse(body) as { events?: object[] }).events ?? []);
    const largest = documented
      .map((one) => [membersOf(one), one] as const)
      .sort(([one], [other]) => other - one)[0]?.[1];
    const events = Array.from({ length: 2_500 }, (_, index) => ({ ...largest, id: `e-${index}` }));
    expect((await webhook(JSON.stringify({ events }))).status).toBe(200);
    expect(edge.handover.events).toHaveLength(2_500);
  });

  it('is accepted without the event that is nested too deeply to be stored', async () => {
    const deep = `,"resource":{"metadata":{"structured_reply":${'['.repeat(4_000)}${']'.repeat(4_000)}}}`;
    expect((await webhook(`{"events":[${event('odd', deep)},${event('fine')}]}`)).status).toBe(200);
    expect(edge.handover.events).toMatchObject([{ id: 'fine' }]);
  });

  it.each([
    [`{"events":[${'1,'.repeat(120_000)}1]}`, 'has 120002 members and elements; at most 120000 are read'],
    [`{"events":${'['.repeat(100_001)}`, 'has 100002 levels of nesting; at most 100000 are read'],
  ])('that is too complex is refused with the limit, not with 5xx', async (body, detail) => {
    const { status, json } = await webhook(body);
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toContain(detail);
  });

  it('of too many events is refused with the limit', async () => {
    const { status, json } = await webhook(`{"events":[${'1,'.repeat(2_500)}1]}`);
    expect([status, JSON.stringify(json)]).toEqual([400, expect.stringContaining('has 2501 events; at most 2500')]);
  });
});
