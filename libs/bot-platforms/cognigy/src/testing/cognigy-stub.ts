import { createHmac } from 'node:crypto';
import { isJsonObject, type JsonObject } from '#kernel';
import { type StubReply, type StubRequest, StubServer } from '../../../../testing/src/stub-server.js';

export interface CognigyStubOptions {
  readonly urlTokens: readonly string[];
  /** The secret that handleNotify and handleInject of the shipped transformer check. */
  readonly transformerSecret?: string;
  /** Serves the API service too; requests without this key are refused. */
  readonly apiKey?: string;
  /** Key of the Endpoints with "API Key Authentication", for inputs. */
  readonly webhookKey?: string;
}

export interface CognigyStubCall {
  /** `input`: a customer's message, to the Endpoint itself. */
  readonly service: 'notify' | 'inject' | 'input';
  readonly api: 'endpoint' | 'legacy';
  readonly urlToken: string;
  /** An input may have no text. */
  readonly body: JsonObject & { userId: string; sessionId: string; text: string; data: JsonObject };
}

const MEMBERS = ['userId', 'sessionId', 'text', 'data'];
const NOTIFY_MEMBERS = [...MEMBERS, 'attachments', 'source'];
const MAX_BYTES = 60_000;
/** The spelling is Cognigy's. */
const ANSWERS = {
  notify: 'Sucessfully sent message to user',
  inject: 'Message was sent to AI for Flow processing',
  input: '',
} as const;

/** Cognigy's Endpoint and API services, as strict as their documentation: calls that the real ones would not accept are refused. */
export class CognigyStub {
  /** Accepted calls, in the order of arrival. */
  readonly calls: CognigyStubCall[] = [];
  private readonly replies: StubReply[] = [];

  constructor(
    readonly server: StubServer,
    private readonly options: CognigyStubOptions,
  ) {
    server.reply((request) => this.answer(request));
  }

  static async start(options: CognigyStubOptions): Promise<CognigyStub> {
    return new CognigyStub(await StubServer.start(), options);
  }

  /** The next calls get these replies instead of being checked. */
  failNext(...replies: StubReply[]): void {
    this.replies.push(...replies);
  }

  of(sessionId: string, service?: CognigyStubCall['service']): CognigyStubCall[] {
    return this.calls.filter((call) => call.body.sessionId === sessionId && (!service || call.service === service));
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** The reply that the real service would give; accepted calls are recorded. */
  answer(request: StubRequest): StubReply {
    const reply = this.replies.shift();
    if (reply) return reply;
    const target = targetOf(request);
    if (request.method !== 'POST' || !target) return problem(404, 'There is no such service.');
    if (target.api === 'legacy' && !this.holdsKey(request)) return problem(401, 'The API key is missing or wrong.');
    const body = parsed(request);
    if (!body) return problem(400, 'The body is not JSON.');
    const urlToken = target.urlToken ?? (body['URLToken'] as string);
    if (!this.options.urlTokens.includes(urlToken)) return problem(404, 'There is no such Endpoint.');
    const isIn = target.service === 'input' ? this.holdsWebhookKey(request) : this.isSigned(request);
    if (target.api === 'endpoint' && !isIn) return problem(401, 'The Endpoint or its transformer refused the call.');
    const fault = faultOf(target, body, request);
    if (fault) return problem(400, fault);
    this.calls.push({ ...target, urlToken, body: body as CognigyStubCall['body'] });
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ANSWERS[target.service]),
    };
  }

  private holdsKey({ headers }: StubRequest): boolean {
    return this.options.apiKey !== undefined && headers['x-api-key'] === this.options.apiKey;
  }

  private holdsWebhookKey({ headers }: StubRequest): boolean {
    const { webhookKey } = this.options;
    return webhookKey === undefined || (headers['x-cognigy-endpoint-key'] ?? headers['x-webhook-key']) === webhookKey;
  }

  private isSigned({ headers, text }: StubRequest): boolean {
    const secret = this.options.transformerSecret;
    if (secret === undefined) return true;
    const timestamp = String(headers['x-connector-timestamp']);
    const canonical = JSON.stringify(JSON.parse(text)); // a transformer sees the parsed body only
    const wanted = `sha256=${createHmac('sha256', secret).update(`${timestamp}.${canonical}`).digest('hex')}`;
    return headers['x-connector-signature'] === wanted;
  }
}

type Target = Pick<CognigyStubCall, 'service' | 'api'> & { readonly urlToken?: string };

function targetOf({ path }: StubRequest): Target | undefined {
  const endpoint = /^\/(notify|inject)\/([^/]+)$/.exec(path);
  if (endpoint) return { service: endpoint[1] as Target['service'], api: 'endpoint', urlToken: String(endpoint[2]) };
  const input = /^\/([^/]+)$/.exec(path);
  if (input) return { service: 'input', api: 'endpoint', urlToken: String(input[1]) };
  const legacy = /^\/new\/v2\.0\/endpoint\/(notify|inject)$/.exec(path);
  return legacy ? { service: legacy[1] as Target['service'], api: 'legacy' } : undefined;
}

function parsed({ text }: StubRequest): JsonObject | undefined {
  try {
    const body = JSON.parse(text) as unknown;
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function faultOf({ service, api }: Target, body: JsonObject, { text, headers }: StubRequest): string | undefined {
  const members = [...(service === 'notify' ? NOTIFY_MEMBERS : MEMBERS), ...(api === 'legacy' ? ['URLToken'] : [])];
  const unknown = Object.keys(body).find((name) => !members.includes(name) || (api === 'legacy' && name === 'source'));
  if (unknown) return `Unknown member ${unknown}.`;
  if (!String(headers['content-type']).startsWith('application/json')) return 'The content type is not JSON.';
  if (Buffer.byteLength(text) > MAX_BYTES) return 'The body is too large.';
  for (const id of ['userId', 'sessionId', ...(api === 'legacy' ? ['URLToken'] : [])])
    if (typeof body[id] !== 'string' || body[id] === '' || body[id].length > 256) return `${id} is not an id.`;
  const { text: words, data } = body;
  if (service === 'input' && words === undefined && data === undefined) return 'text or data is required.';
  const isText = typeof words === 'string' && words.length <= 10_000;
  if (!isText && (service !== 'input' || words !== undefined)) return 'text is missing or too long.';
  if (!isJsonObject(data)) return 'data must be an object.';
  if (service === 'inject' && !isHandover(data['handover'])) return 'data.handover is not what a flow can read.';
  return attachmentFault(body['attachments']);
}

function isHandover(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { status, event, estimatedWaitTime, position, error } = value;
  const known = ['queue', 'active', 'completed', 'cancelled', 'error'].includes(status as string);
  const numbers = [estimatedWaitTime, position].every(
    (one) => one === undefined || (typeof one === 'number' && one >= 0),
  );
  return known && typeof event === 'string' && numbers && (status === 'error') === isJsonObject(error);
}

function attachmentFault(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const fits = (one: unknown): boolean =>
    isJsonObject(one) && [one['name'], one['url'], one['type']].every((member) => typeof member === 'string');
  return Array.isArray(value) && value.every(fits) ? undefined : 'attachments need name, url and type.';
}

function problem(status: number, detail: string): StubReply {
  const body = { type: 'Error', title: 'Error', status, detail, code: 1000, traceId: 'api--stub', details: {} };
  return { status, headers: { 'content-type': 'application/json' }, body };
}
