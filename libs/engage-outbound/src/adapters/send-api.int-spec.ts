import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngageAuthor, EngageMessage } from '#handover';
import { type ConversationId, type ForeignId, type JsonObject, newId, Secret } from '#kernel';
import { readRichContent } from '#rich-content';
import type { Tenant } from '#tenant-config';
import { type StubReply, StubServer } from '#testing';
import { sign } from '../application/sign.js';
import { fixture, SIGNING_KEY, tenantOn } from '../testing/fixtures.js';
import { outboundParts } from '../testing/parts.js';

interface FixtureUser {
  id: string;
  puppetizable: boolean;
  created_at: string;
  updated_at: string;
  context_data?: Record<string, string | string[]>;
  [field: string]: unknown;
}
interface FixtureMessage {
  id: ForeignId;
  thread_id: ForeignId;
  body: string;
  created_at: string;
  author: FixtureUser;
  structured_content?: JsonObject;
  structured_reply?: { payload: string };
  in_reply_to_id?: ForeignId;
}

const { cases } = fixture<{ cases: { name: string; body: { action: string; params: JsonObject } }[] }>(
  'send-api-calls',
);
const refusals = fixture<{ name: string; status: number; rawBody: string }[]>('send-api-refusals');
const { signal } = new AbortController();

let server: StubServer;
let tenant: Tenant;
beforeAll(async () => {
  server = await StubServer.start();
  tenant = tenantOn(server.url);
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

function authorOf({
  id,
  puppetizable,
  created_at,
  updated_at,
  context_data = {},
  ...fields
}: FixtureUser): EngageAuthor {
  const dates = { createdAt: new Date(created_at), updatedAt: new Date(updated_at) };
  return { id, puppetizable, fields: fields as Record<string, string>, contextData: context_data, ...dates };
}

function messageOf({ id, thread_id, body, created_at, author, ...more }: FixtureMessage): EngageMessage {
  const ids = { conversationId: newId<ConversationId>(), foreignId: id, threadForeignId: thread_id };
  const { structured_content, structured_reply: reply, in_reply_to_id: inReplyTo } = more;
  const content = readRichContent(structured_content);
  return {
    ...ids,
    text: body,
    attachments: [],
    author: authorOf(author),
    sentAt: new Date(created_at),
    contextData: {},
    ...(content && { content }),
    ...(reply && { reply: { payload: reply.payload, ...(inReplyTo && { inReplyTo }) } }),
  };
}

/** The call that must send the fixture's request. */
function replay(action: string, params: JsonObject): Promise<void> {
  const { contactCentre, sendApi } = outboundParts();
  const text = (field: string) => params[field] as string;
  const calls: Record<string, () => Promise<void>> = {
    'messages.create': () => contactCentre.sendMessage(tenant, messageOf(params as unknown as FixtureMessage), signal),
    'users.create': () => contactCentre.saveIdentity(tenant, authorOf(params as FixtureUser), signal),
    'status.mark_as_read': () => sendApi.markAsRead(tenant, text('id'), signal),
    'typing.start': () => sendApi.startTyping(tenant, text('thread_id') as ForeignId, text('preview'), signal),
    'typing.stop': () => sendApi.stopTyping(tenant, text('thread_id') as ForeignId, signal),
  };
  return calls[action]!();
}

describe('SendApi', () => {
  it.each(cases)('sends $name as recorded, signed over the bytes sent', async ({ body }) => {
    server.reply({ body: 'ok' });
    await replay(body.action, body.params);
    expect(server.requests).toHaveLength(1);
    const { method, path, headers, text } = server.requests[0]!;
    expect(JSON.parse(text)).toEqual(body);
    expect([method, path, headers['content-type']]).toEqual([
      'POST',
      '/realtime/sdk/64b1f0a2c9e77d0008a1b001',
      'application/json',
    ]);
    expect(headers['x-smccsdk-signature']).toBe(sign(text, new Secret(SIGNING_KEY)));
    expect(headers['authorization']).toBeUndefined();
  });

  it.each(refusals)('understands the refusal "$rawBody" ($name)', async ({ status, rawBody }) => {
    server.reply({ status, body: rawBody });
    const failure: unknown = await outboundParts()
      .sendApi.markAsRead(tenant, 'x', signal)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject(
      status === 429 ? { kind: 'throttled', retryAfterMs: 1_500 } : { kind: 'rejected', status },
    );
    expect((failure as Error).message).toContain(`HTTP ${status}: ${rawBody}`);
  });

  it.each<[string, StubReply]>([
    ['an empty answer', { body: '' }],
    ['another success', { status: 202, body: 'ok' }],
    ['JSON', { body: '"ok"' }],
    ['an answer that breaks off', { headers: { 'content-length': '100' }, body: 'o', then: 'cut' }],
    ['an answer without end', { body: 'x', then: 'endless' }],
  ])('treats %s as a delivered message', async (_, reply) => {
    server.reply(reply);
    await outboundParts({ deadlineMs: 60_000 }).sendApi.markAsRead(tenant, 'x', signal);
    expect(server.requests).toHaveLength(1);
  });

  it.each(['queued', '<html>Sign in</html>', '{"error":"no"}'])(
    'treats "%s" as the answer of another service, and reports a failure to retry',
    async (body) => {
      server.reply({ body });
      await expect(outboundParts().sendApi.markAsRead(tenant, 'x', signal)).rejects.toMatchObject({
        code: 'engage.unavailable',
        message: expect.stringContaining('engage.realtimeEndpointUrl'),
      });
    },
  );

  it('sends an ellipsis as preview if there is no text to show', async () => {
    server.reply({ body: 'ok' });
    await outboundParts().sendApi.startTyping(tenant, 't' as ForeignId, ' ', signal);
    expect(server.requests[0]?.json()).toEqual({ action: 'typing.start', params: { thread_id: 't', preview: '…' } });
  });

  it('stops at the first part that fails, and uses the same ids when it repeats parts', async () => {
    const { contactCentre } = outboundParts();
    const message = {
      ...messageOf(cases[0]!.body.params as unknown as FixtureMessage),
      text: 'long text '.repeat(5_000),
    };
    server.replyOnce({ body: 'ok' }, { status: 503 }).reply({ body: 'ok' });
    await expect(contactCentre.sendMessage(tenant, message, signal)).rejects.toMatchObject({
      code: 'delivery.destination-outage',
    });
    await contactCentre.sendMessage(tenant, message, signal);
    const ids = server.requests.map((request) =>
      request.json<{ params: { id: string } }>().params.id.slice(message.foreignId.length),
    );
    expect(ids).toEqual(['', '-2', '', '-2', '-3']);
  });

  it('names the missing settings', async () => {
    const bare: Tenant = {
      ...tenant,
      engage: { ...tenant.engage, realtimeEndpointUrl: undefined, realtimeAccessToken: undefined },
    };
    await expect(outboundParts().sendApi.markAsRead(bare, 'x', signal)).rejects.toMatchObject({
      missing: ['engage.realtimeEndpointUrl', 'engage.realtimeAccessToken'],
    });
  });
});
