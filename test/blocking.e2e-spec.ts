import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CRAFTED, type CraftedBodies, SDK_CALLS, WEBHOOKS } from './blocking/crafted-bodies.js';
import { OVERSIZED, STRUCTURES, TEXTS } from './blocking/json-shapes.js';
import { leastWork } from './blocking/least-work.js';
import { LoopWatch } from './blocking/loop-watch.js';
import { type Route, routesOf } from './blocking/routes.js';
import { Sender } from './blocking/sender.js';
import { type Document, templateOf } from './blocking/templates.js';
import { type Caller, Callers, startWorld, Story, type World } from './harness/index.js';

const MB = 1024 * 1024;
const LARGEST = 21 * MB - 1;
/** Checking the signature of the largest body and parsing it, on this machine, in milliseconds. */
const LEAST = leastWork(LARGEST);
/**
 * Milliseconds that one request may hold the process, and on a slow machine more, compared with the minimum work. More on the
 * one route that accepts 21 MB, where this work already takes much of the time.
 */
const MOST = { other: Math.max(100, 2.5 * LEAST), engage: Math.max(250, 8 * LEAST) };
/** Sizes of bodies. The largest one that a route does not answer with 413 is its limit. */
const SIZES = [LARGEST, 5 * MB, 2 * MB, MB, MB / 4, MB / 16, MB / 64];
const ATTEMPTS = 5;

/** Node accepts 16 KB of address and headers. */
const ROOM = 12_000;
const cursor = (position: string): string => Buffer.from(position).toString('base64url');
const QUERIES: Readonly<Record<string, string>> = {
  'unknown parameters': Array.from({ length: 2_400 }, (_, index) => index.toString(36)).join('&'),
  'one parameter again and again': Array.from({ length: ROOM / 8 }, () => 'limit=1').join('&'),
  'a long number': `limit=${'9'.repeat(ROOM)}`,
  'a long text': `q=${'%25'.repeat(ROOM / 3)}`,
  'a deep cursor': `cursor=${cursor('['.repeat(700))}`,
  'a long cursor': `cursor=${cursor(JSON.stringify(['1'.repeat(ROOM / 2), 'x']))}`,
  'many categories': `categoryIds=${'a,'.repeat(ROOM / 2)}`,
  'a long token': `hub.mode=subscribe&hub.verify_token=x&hub.challenge=${'x'.repeat(ROOM)}`,
};
const HEADERS: Readonly<Record<string, Record<string, string>>> = {
  'a long key': { 'x-api-key': 'x'.repeat(ROOM), authorization: `Bearer ${'x'.repeat(1_000)}` },
  'a long Basic': { authorization: `Basic ${'eHg6'.repeat(ROOM / 4)}` },
  'a long type': { 'content-type': `application/${'x+'.repeat(ROOM / 2)}json` },
  'a type of blanks': { 'content-type': `application/json${' '.repeat(ROOM)};` },
  'a long accept': { accept: 'text/html,'.repeat(ROOM / 10) },
  'many keys of repeats': { 'idempotency-key': 'k'.repeat(ROOM), 'if-match': '"1",'.repeat(400) },
  'a long forwarding': { 'x-forwarded-for': '1.1.1.1,'.repeat(ROOM / 8), 'x-request-id': 'x'.repeat(200) },
};

describe('one request of any content', () => {
  let world: World;
  let url: string;
  let watch: LoopWatch;
  let sender: Sender;
  let routes: Route[];
  let document: Document;
  /** Thread of a conversation with an agent. */
  let thread: string;
  let callers: Callers;
  let unique = 0;

  beforeAll(async () => {
    world = await startWorld({ environment: { LOG_LEVEL: 'fatal' } });
    const [connector] = world.connectors;
    if (!connector?.app) throw new Error('The connector runs in this process.');
    url = connector.url;
    routes = routesOf(connector.app);
    document = (await (await fetch(`${url}/docs-json`)).json()) as Document;
    callers = await Callers.create(world);
    const story = new Story(world, 'with an agent');
    await story.isHandedOver();
    thread = world.acme.engage.state.threads.require(await story.threadId()).foreign_id ?? '';
    watch = new LoopWatch();
    sender = new Sender(url);
  }, 120_000);
  afterAll(async () => {
    watch.stop();
    sender.close();
    await world.stop();
  });

  /** A deleted object must not be missing in later calls. */
  const addressOf = ({ method, path }: Route, { parameters, query = '' }: Caller): string => {
    const given: Record<string, string | undefined> =
      method === 'DELETE' ? { ...parameters, slug: 'nobody' } : parameters;
    return `${path.replaceAll(/:(\w+)/g, (_, name: string) => given[name] ?? 'x')}?${query}`;
  };

  const mostOf = ({ path }: Route): number => (path.startsWith('/handover/rce') ? MOST.engage : MOST.other);

  interface Call {
    readonly name: string;
    readonly body?: string;
    readonly address?: string;
    readonly headers?: Record<string, string>;
  }

  const seen = new Map<string, number>();

  /** The shortest turn of the event loop in up to three attempts, and the errors of the answer. */
  async function faultsOf(route: Route, call: Call, caller = callers.of(route.path)): Promise<string[]> {
    let longest = Infinity;
    let received = { status: 0, code: '' };
    for (let attempt = 0; attempt < ATTEMPTS && longest > mostOf(route); attempt += 1) {
      const body = call.body === undefined ? undefined : Buffer.from(withIds(call.body));
      const headers = { 'content-type': 'application/json', ...caller.headers(body ?? ''), ...call.headers };
      const path = call.address ?? addressOf(route, caller);
      await nextTurn();
      watch.takeLongest();
      received = await sender.send({ method: route.method, path, headers, body });
      await nextTurn();
      longest = Math.min(longest, watch.takeLongest());
    }
    const what = `${route.method} ${route.path}: ${call.name} (${received.status} ${received.code})`;
    seen.set(what, longest);
    if (process.env['BLOCKING_REPORT']) process.stdout.write(`${longest.toFixed(1).padStart(7)} ${what}\n`);
    return [
      ...(longest > mostOf(route) ? [`${what} held the process for ${longest.toFixed(0)} ms`] : []),
      ...(received.status >= 500 ? [`${what} is no answer`] : []),
    ];
  }

  /** New ids, because a repeated request would get its stored answer. */
  function withIds(body: string): string {
    unique += 1;
    return body.replace(
      /"(messageId|inputId|content_id|sessionId|id)":"[^"]{0,80}"/,
      (_, name: string) => `"${name}":"${name}-${unique}"`,
    );
  }

  /** The maximum body size of the route; few bytes for HEAD, whose body no route reads. */
  async function limitOf(route: Route): Promise<number> {
    const caller = callers.of(route.path);
    for (const size of route.method === 'HEAD' ? SIZES.slice(-1) : SIZES) {
      const body = Buffer.alloc(size, ' ');
      const { status } = await sender.send({
        method: route.method,
        path: addressOf(route, caller),
        headers: { 'content-type': 'application/json', ...caller.headers(body) },
        body,
      });
      if (status !== 413 && status !== 0) return size;
    }
    throw new Error(`${route.path} takes no body at all.`);
  }

  function* bodiesFor(route: Route, bytes: number): Generator<Call> {
    for (const [name, shape] of Object.entries(OVERSIZED)) yield { name, body: shape(bytes) };
    const template = templateOf(document, route.method, route.path);
    const room = bytes - 4_000; // for the rest of the body
    for (const place of template?.places ?? [])
      for (const [name, shape] of Object.entries(place.kind === 'text' ? TEXTS : STRUCTURES))
        yield { name: `${name} as ${place.path.join('.')}`, body: template?.with(place, shape(room)) ?? '' };
    yield* crafted(CRAFTED[route.path] ?? {}, bytes);
  }

  function* crafted(bodies: CraftedBodies, bytes: number): Generator<Call> {
    for (const [name, make] of Object.entries(bodies)) yield { name, body: JSON.stringify(make(bytes)) };
  }

  const writing = (): Route[] =>
    routes.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/handover/rce'));

  it('is looked for on every route', () => {
    expect(routes.length).toBeGreaterThan(45);
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(expect.arrayContaining(described));
  });

  it('holds the process for less than 100 ms by its address and headers', { timeout: 300_000 }, async () => {
    const faults: string[] = [];
    for (const route of routes) for (const call of heads(route)) faults.push(...(await faultsOf(route, call)));
    expect(faults).toEqual([]);
  });

  it('holds the process for less than 100 ms on routes that take a body', { timeout: 900_000 }, async () => {
    const faults: string[] = [];
    for (const route of writing()) {
      const bytes = await limitOf(route);
      for (const call of bodiesFor(route, bytes)) faults.push(...(await faultsOf(route, call)));
    }
    expect(faults).toEqual([]);
  });

  it(
    'holds the process only a little longer than signature and parsing need on the route of Engage',
    { timeout: 300_000 },
    async () => {
      const route = { method: 'POST', path: '/handover/rce/:slug' };
      const bytes = await limitOf(route);
      expect(bytes).toBe(SIZES[0]);
      const faults: string[] = [];
      for (const [index, [name, shape]] of Object.entries(OVERSIZED).entries())
        for (const [which, caller] of [callers.of(route.path), callers.sdk()].entries()) {
          const size = which === index % 2 ? bytes : MB; // both read a body in the same way
          faults.push(...(await faultsOf(route, { name, body: shape(size) }, caller)));
        }
      for (const call of crafted(WEBHOOKS, bytes)) faults.push(...(await faultsOf(route, call)));
      for (const { name, body = '' } of crafted(SDK_CALLS, bytes))
        faults.push(
          ...(await faultsOf(
            route,
            { name, body: body.replace('"thread_id":"t"', `"thread_id":"${thread}"`) },
            callers.sdk(),
          )),
        );
      expect(faults).toEqual([]);
    },
  );

  function* heads(route: Route): Generator<Call> {
    const caller = callers.of(route.path);
    const address = addressOf(route, caller);
    const body = route.method === 'GET' ? {} : { body: '{}' };
    for (const [name, query] of Object.entries(QUERIES)) yield { name, address: `${address}&${query}`, ...body };
    for (const [name, headers] of Object.entries(HEADERS)) yield { name, headers, ...body };
    const long = {
      ...caller,
      parameters: Object.fromEntries(
        ['slug', 'id', 'name', 'sessionId', 'userId', 'webhookKey', 'link'].map((name) => [
          name,
          '%F0%9F%98%80'.repeat(256),
        ]),
      ),
    };
    yield { name: 'long parameters', address: addressOf(route, long), ...body };
  }
});
