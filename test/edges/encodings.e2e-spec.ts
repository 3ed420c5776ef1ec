import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../harness/index.js';

type Headers = Readonly<Record<string, string>>;

interface Variant {
  readonly as: string;
  readonly headers: Headers;
  /** Bytes to send instead of the body; default: the unchanged body. */
  readonly bytes?: (body: string) => Buffer;
}

const typed = (type: string): Variant => ({ as: type, headers: { 'content-type': type } });
const JSON_TYPE = { 'content-type': 'application/json' };
const PASSWORD = 'q7Kp2vXz9LmR4tWs';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Answered like plain JSON. */
const READ: readonly Variant[] = [
  { as: 'without a type', headers: {} },
  { as: 'a byte order mark', headers: JSON_TYPE, bytes: (body) => Buffer.from(`\uFEFF${body}`) },
  { as: 'the encoding identity', headers: { ...JSON_TYPE, 'content-encoding': 'identity' } },
  ...['application/json; charset=utf-8', 'Application/JSON;Charset="UTF-8"', 'application/json; charset=utf8'].map(
    typed,
  ),
  ...['application/merge-patch+json', 'application/vnd.acme+json; v=2', 'text/json', 'text/plain; charset=utf-8'].map(
    typed,
  ),
  ...['application/x-www-form-urlencoded', 'application/octet-stream', 'nonsense'].map(typed),
];
/** Answered with 415. */
const REFUSED: readonly Variant[] = [
  { as: 'gzip', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, bytes: (body) => gzipSync(body) },
  ...['deflate', 'br', 'zstd'].map((encoding) => ({
    as: encoding,
    headers: { ...JSON_TYPE, 'content-encoding': encoding },
  })),
  ...['application/json; charset=iso-8859-1', 'application/json; charset=utf-16'].map(typed),
  { as: 'UTF-16', headers: JSON_TYPE, bytes: (body) => Buffer.from(`\uFEFF${body}`, 'utf16le') },
  { as: 'a form', headers: FORM, bytes: () => Buffer.from('name=a') },
  { as: 'XML', headers: { 'content-type': 'application/xml' }, bytes: () => Buffer.from('<a/>') },
];

/** Refused on our own routes; Engage, which would only repeat it, is answered as usual. */
const LATIN_1: Variant = {
  as: 'Latin-1',
  headers: JSON_TYPE,
  bytes: (body) => Buffer.from(body === '{}' ? '{"\xfc":1}' : body.replace('{', '{"\xfc":1,'), 'latin1'),
};

interface PlatformTenant {
  readonly key: string;
  readonly webhookKey: string;
  readonly verifyToken?: string;
  readonly transformerSecret?: string;
}

interface Route {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly body: string;
  /** Of Engage. */
  readonly isEngages?: true;
  /** Computed over the bytes that are sent. */
  readonly credentials: (bytes: Buffer) => Headers;
}

/** Callers with the right credentials, whose bodies differ only in how they are encoded. */
describe('the encoding of a body', { timeout: 180_000 }, () => {
  let world: World;
  let routes: Route[];

  beforeAll(async () => {
    world = await startWorld({ environment: { LOG_LEVEL: 'fatal' } });
    routes = [...(await documented()), ...ofEngage()];
  });
  afterAll(() => world.stop());

  async function documented(): Promise<Route[]> {
    const origin = world.connectors[0]!.url;
    const { paths } = (await (await fetch(`${origin}/docs-json`)).json()) as {
      paths: Record<string, Record<string, { requestBody?: object }>>;
    };
    const [cognigy, chatlayer] = [
      await tenant('flows', { platform: 'cognigy', outputsPassword: PASSWORD }),
      await tenant('offload', { platform: 'chatlayer' }),
    ];
    const bearer = (key: string) => (): Headers => ({ authorization: `Bearer ${key}` });
    const credentialsOf = (path: string): Route['credentials'] => {
      if (path.startsWith('/admin')) return bearer(world.admin.key);
      if (path === '/v1/cognigy/messages')
        return (bytes) => ({ ...bearer(cognigy.key)(), ...signed(cognigy.transformerSecret, bytes) });
      if (path.startsWith('/v1/cognigy/outputs'))
        return () => ({ authorization: `Basic ${btoa(`cognigy:${PASSWORD}`)}` });
      if (path.startsWith('/v1/cognigy')) return bearer(cognigy.key);
      return path.startsWith('/v1/chatlayer') ? () => ({}) : bearer(world.acme.v1.key);
    };
    const addressOf = (path: string): string => {
      const webhookKey = path.includes('cognigy') ? cognigy.webhookKey : chatlayer.webhookKey;
      const filled = path
        .replace('{slug}', 'acme')
        .replace('{webhookKey}', webhookKey)
        .replace('{id}', crypto.randomUUID());
      if (path.includes('chatlayer')) return `${origin}${filled}?verifyToken=${chatlayer.verifyToken}`;
      return origin + filled + (path.endsWith('/provision') ? '?mode=plan' : ''); // required: it is read before the body
    };
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { requestBody }]) => requestBody)
        .map(([method]) => ({
          name: `${method} ${path}`,
          method: method.toUpperCase(),
          url: addressOf(path),
          body: '{}',
          credentials: credentialsOf(path),
        })),
    );
  }

  function ofEngage(): Route[] {
    const { engageUrl: url, webhookSecret, engage } = world.acme;
    const sign = (bytes: Buffer): string =>
      createHmac('sha512', engage.seed.sourceAccessToken).update(bytes).digest('hex');
    const one = { method: 'POST', url, isEngages: true } as const;
    return [
      {
        ...one,
        name: 'an SDK call',
        body: '{"action":"messages.list"}',
        credentials: (bytes) => ({ 'x-smccsdk-signature': sign(bytes) }),
      },
      {
        ...one,
        name: 'a webhook',
        body: '{"events":[]}',
        credentials: () => ({ 'x-dimelo-secret': webhookSecret }),
      },
    ];
  }

  async function tenant(slug: string, bot: object): Promise<PlatformTenant> {
    const { status, body } = await world.admin.post<{
      botKey: { key: string };
      generatedSecrets: Omit<PlatformTenant, 'key'>;
    }>('/admin/tenants', { slug, name: slug, bot });
    expect(status).toBe(201);
    return { ...body.generatedSecrets, key: body.botKey.key };
  }

  async function answer({ method, url, body, credentials }: Route, { headers, bytes }: Variant): Promise<string> {
    const sent = bytes?.(body) ?? Buffer.from(body);
    const response = await fetch(url, { method, body: sent, headers: { ...headers, ...credentials(sent) } });
    const problem = response.ok ? {} : ((await response.json()) as { code?: string });
    return [response.status, problem.code ?? ''].join(' ').trim();
  }

  it('is handled in the same way on all routes with a body', async () => {
    expect(routes.length).toBeGreaterThan(15);
    for (const route of routes) {
      const usual = await answer(route, { as: 'plain JSON', headers: JSON_TYPE });
      expect(usual, route.name).toMatch(/^(?:2\d\d|400 (?!request.malformed-json)|404|409|422)/);
      const answers = [];
      for (const variant of READ) answers.push([variant.as, await answer(route, variant)]);
      for (const variant of REFUSED) answers.push([variant.as, await answer(route, variant)]);
      answers.push([LATIN_1.as, await answer(route, LATIN_1)]);
      const refused = REFUSED.map(({ as }) => [as, '415 request.unsupported-media-type']);
      const latin1 = [LATIN_1.as, route.isEngages ? usual : '400 request.malformed-json'];
      expect(answers, route.name).toEqual([...READ.map(({ as }) => [as, usual]), ...refused, latin1]);
    }
  });
});

/** Signed like the transformer (`reference` of the platform: `<timestamp>.<raw body>`). */
function signed(secret: string | undefined, bytes: Buffer): Headers {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', secret ?? '')
    .update(`${timestamp}.`)
    .update(bytes)
    .digest('hex');
  return { 'x-connector-timestamp': timestamp, 'x-connector-signature': `sha256=${hmac}` };
}
