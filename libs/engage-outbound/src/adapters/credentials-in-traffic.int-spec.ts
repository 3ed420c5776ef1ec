import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StubReply, StubServer } from '#testing';
import type { Tenant } from '#tenant-config';
import { tenantOn } from '../testing/fixtures.js';
import { outboundParts } from '../testing/parts.js';
import { EngageDomainProbe } from './engage-domain-probe.js';
import { EngageRealtimeProbe } from './engage-realtime-probe.js';

const { signal } = new AbortController();
const SETTINGS = { push_enabled: true, name: 'acme' };
const text = (status: number, body: string): StubReply => ({ status, body });

let server: StubServer;
let tenant: Tenant;
beforeAll(async () => {
  server = await StubServer.start();
  tenant = tenantOn(server.url);
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

describe('what answers at the base URL', () => {
  const looked = () => {
    const { rest, traffic } = outboundParts();
    const look = new EngageDomainProbe(rest).look({ tenant, signal, priority: 'background' });
    return { look, traffic };
  };

  it.each<[string, StubReply, string, string[]]>([
    ['the settings of a domain', { body: SETTINGS }, 'engage', ['accepted engage-token']],
    ['other JSON', { body: { hello: 'world' } }, 'not-engage', ['accepted engage-token']],
    ['a page', { body: '<html>' }, 'not-engage', []],
    ['a redirect', { status: 302, headers: { location: '/login' } }, 'not-engage', []],
    ['a page that says 404', { status: 404, body: '<html>' }, 'not-engage', []],
    [
      'a refused token',
      { status: 401, body: { error: 'unauthorized', message: 'Bad token', status: 401 } },
      'token-refused',
      [expect.stringMatching(/^refused engage-token: .*Bad token/) as string],
    ],
    ['a token without rights', { status: 403, body: { error: 'forbidden', status: 403 } }, 'token-refused', []],
  ])('is judged by %s', async (_, reply, kind, seen) => {
    server.reply(reply);
    const { look, traffic } = looked();
    expect((await look).kind).toBe(kind);
    expect(traffic.seen).toEqual(seen);
  });

  it('is not judged while it fails', async () => {
    server.reply({ status: 500 });
    await expect(looked().look).rejects.toMatchObject({ code: 'engage.unavailable' });
  });
});

describe('the result of a signed call to the Send API that changes nothing', () => {
  const FINE = ['accepted realtime-source', 'accepted realtime-token', 'accepted realtime-action'];
  const refused = (part: string) => [expect.stringMatching(new RegExp(`^refused ${part}: `)) as string];

  it.each<[string, StubReply, string, string[]]>([
    ['takes it', text(200, 'ok'), 'accepted', FINE],
    ['does not know the message', text(422, 'Invalid resource format'), 'accepted', FINE],
    ['refuses the signature', text(422, 'Invalid signature'), 'signature-refused', refused('realtime-token')],
    ['does not know the action', text(422, 'Invalid action'), 'action-refused', refused('realtime-action')],
    ['does not know the source', text(422, 'Source not found'), 'elsewhere', refused('realtime-source')],
    ['does not exist', text(404, '<html>'), 'elsewhere', refused('realtime-source')],
  ])('when it %s', async (_, reply, kind, seen) => {
    server.reply(reply);
    const { sendApi, traffic } = outboundParts();
    expect((await new EngageRealtimeProbe(sendApi).ask(tenant, signal)).kind).toBe(kind);
    expect(traffic.seen).toEqual(seen);
    expect(server.requests[0]?.json()).toMatchObject({ action: 'status.mark_as_read' });
  });
});
