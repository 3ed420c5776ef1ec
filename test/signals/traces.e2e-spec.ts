import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StubServer } from '#testing';
import { eventually, startWorld, Story, type World } from '../harness/index.js';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

interface Exported {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

const CALLER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const SECRET_TEXT = 'The parcel of Ada Lovelace';

describe('the traces of a handover', () => {
  let world: World;
  let collector: StubServer;
  let spans: Span[];
  let exported: string;

  beforeAll(async () => {
    collector = await StubServer.start();
    world = await startWorld({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    const story = new Story(world, 'traced');
    await story.says('user', SECRET_TEXT);
    const { v1 } = world.acme;
    const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
    await v1.post('/v1/handovers', { sessionId: story.sessionId, userId: story.userId }, { traceparent });
    await eventually(() => expect(story.heard()).toContain('queue/accepted'));
    await world.connectors[0]?.stop();
    exported = collector.requests.map(({ text }) => text).join('\n');
    spans = collector.requests
      .flatMap((request) => request.json<Exported>().resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  });
  afterAll(async () => {
    await world?.stop();
    await collector?.stop();
  });

  const named = (name: string): Span[] => spans.filter((span) => span.name === name);

  it('continue that of the caller', () => {
    const [call] = named('POST /v1/handovers');
    expect(call).toMatchObject({ traceId: CALLER.traceId, parentSpanId: CALLER.spanId });
  });

  it('link decisions and deliveries to the call that caused them', () => {
    const [call] = named('POST /v1/handovers');
    const caused = spans.filter(({ links }) => links?.some(({ spanId }) => spanId === call?.spanId));
    const names = caused.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['decide calls', 'deliver engage.start']));
  });

  it('contain the calls and transactions of a delivery', () => {
    const [start] = named('deliver engage.start');
    const inside = spans.filter(({ parentSpanId }) => parentSpanId === start?.spanId).map(({ name }) => name);
    expect(inside).toEqual(expect.arrayContaining(['call engage-rest', 'postgres transaction']));
    const decided = new Set(named('decide calls').map(({ spanId }) => spanId));
    expect(named('postgres transaction').some(({ parentSpanId }) => decided.has(parentSpanId ?? ''))).toBe(true);
  });

  it('continue at the bot', () => {
    const calls = new Set(named('call bot').map(({ spanId }) => spanId));
    const headers = world.acme.bot.requests.map((request) => String(request.headers['traceparent']));
    expect(headers).not.toHaveLength(0);
    for (const header of headers) expect(calls).toContain(header.split('-')[2]);
  });

  it('contain no text, no secret and no credential', () => {
    const { slug, webhookSecret, verifyToken, engage } = world.acme;
    for (const secret of [webhookSecret, verifyToken, engage.seed.restAccessToken, engage.seed.sourceAccessToken])
      expect(exported).not.toContain(secret);
    expect(slug).toBe('acme');
    expect(exported).not.toContain('Ada Lovelace');
  });

  it('omit work that runs all the time', () => {
    expect(spans.filter(({ name, parentSpanId }) => name.startsWith('postgres') && !parentSpanId)).toEqual([]);
    expect(spans.filter(({ name }) => name.includes('/health') || name.includes('/metrics'))).toEqual([]);
  });
});
