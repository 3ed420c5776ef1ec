import { createHmac } from 'node:crypto';
import { signedHeaders, URL_TOKEN } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-tenant.js';
import type { World } from './world.js';

/** A caller of a route. */
export interface Caller {
  /** Values for the placeholders of an address. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query?: string;
  /** The credentials, computed over the body if the platform does so. */
  headers(body: string | Buffer): Record<string, string>;
}

interface Created {
  readonly botKey: { readonly key: string };
  readonly generatedSecrets: Readonly<Record<string, string>>;
}

const TOKEN = 'a-token-of-the-tests-0123456789';
const TRANSFORMER = 'transformer-secret-of-the-tests-0123456789';
/** No server listens at this address. */
const NOWHERE = 'http://127.0.0.1:9';
/** An id that does not exist. */
const NOTHING = '8c1f2a34-0000-4000-8000-123456789abc';

/**
 * Callers with valid credentials for every route, with a tenant for each bot platform, and `victim`, whose data may be
 * destroyed.
 */
export class Callers {
  private readonly byPrefix = new Map<string, Caller>();

  private constructor(private readonly world: World) {}

  static async create(world: World): Promise<Callers> {
    const callers = new Callers(world);
    await callers.addCognigy();
    await callers.addChatlayer();
    await callers.addTenant('victim', { platform: 'generic', callbackUrl: NOWHERE });
    const parameters = { slug: 'victim', id: NOTHING, name: 'webhookSecret', sessionId: 's', userId: 'u' };
    callers.byPrefix.set('/admin', { parameters, headers: bearer(world.admin.key) });
    callers.byPrefix.set('/v1', { parameters: { sessionId: 's', userId: 'u' }, headers: bearer(world.acme.v1.key) });
    const hook = { 'x-dimelo-secret': world.acme.webhookSecret };
    callers.byPrefix.set('/handover/rce', { parameters: { slug: 'acme' }, headers: () => hook });
    callers.byPrefix.set('', { parameters: { link: 'x', name: 'x' }, headers: () => ({}) });
    return callers;
  }

  /** The caller of a path, by its longest known prefix. */
  of(path: string): Caller {
    const prefixes = [...this.byPrefix.keys()].filter((prefix) => path.startsWith(prefix));
    const nearest = prefixes.sort((one, other) => other.length - one.length)[0] ?? '';
    return this.byPrefix.get(nearest) ?? { parameters: {}, headers: () => ({}) };
  }

  /** Engage as the Channel SDK: signs its calls. */
  sdk(): Caller {
    const key = this.world.acme.engage.seed.sourceAccessToken;
    const sign = (body: string | Buffer): string => createHmac('sha512', key).update(body).digest('hex');
    return { parameters: { slug: 'acme' }, headers: (body) => ({ 'x-smccsdk-signature': sign(body) }) };
  }

  private async addCognigy(): Promise<void> {
    const { botKey, generatedSecrets } = await this.addTenant('cognigy', {
      platform: 'cognigy',
      endpointBaseUrl: NOWHERE,
      urlTokens: [URL_TOKEN],
      transformerSecret: TRANSFORMER,
      outputsPassword: 'a-password-of-the-tests',
    });
    const key = bearer(botKey.key);
    const signed = (body: string | Buffer) => ({
      ...key(),
      ...signedHeaders(TRANSFORMER, body.toString(), Date.now()),
    });
    const basic = `Basic ${Buffer.from('cognigy:a-password-of-the-tests').toString('base64')}`;
    const { webhookKey = '' } = generatedSecrets;
    this.byPrefix.set('/v1/cognigy', { parameters: {}, headers: key });
    this.byPrefix.set('/v1/cognigy/messages', { parameters: {}, headers: signed });
    const outputs = { parameters: { webhookKey }, headers: () => ({ authorization: basic }) };
    this.byPrefix.set('/v1/cognigy/outputs', outputs);
  }

  private async addChatlayer(): Promise<void> {
    const bot = { platform: 'chatlayer', accessToken: TOKEN, apiBaseUrl: NOWHERE };
    const { generatedSecrets } = await this.addTenant('chatlayer', bot);
    const { webhookKey = '', verifyToken = '' } = generatedSecrets;
    const query = `challenge.verifyToken=${verifyToken}`;
    this.byPrefix.set('/v1/chatlayer', { parameters: { webhookKey }, query, headers: () => ({}) });
  }

  private async addTenant(slug: string, bot: object): Promise<Created> {
    const categories = { botCategoryId: 'b', agentCategoryId: 'a' };
    const tokens = { apiAccessToken: TOKEN, realtimeAccessToken: TOKEN };
    const engage = { baseApiUrl: NOWHERE, sourceId: slug, ...categories, ...tokens };
    const created = await this.world.admin.post<Created & object>('/admin/tenants', { slug, name: slug, engage, bot });
    if (created.status !== 201) throw new Error(`The tenant was refused: ${JSON.stringify(created.body)}`);
    return created.body;
  }
}

function bearer(token: string): () => Record<string, string> {
  return () => ({ authorization: `Bearer ${token}` });
}
