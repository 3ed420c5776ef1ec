import { unescape } from 'node:querystring';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EngageRefusal } from './domain/engage.errors.js';
import type { DomainEvents } from './domain/domain-events.js';
import type { SimClock } from './domain/sim-clock.js';
import type { Fault, Faults } from './control/faults.js';
import type { Ledger } from './control/ledger.js';

export interface TrafficParts {
  readonly clock: SimClock;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
}

type Inbound = FastifyRequest & { fault?: Fault | undefined };

const MAX_RECORDED = 20_000;

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** Around every request: the domain's date, security headers, the faults that a test has set, and the ledger. */
export function addTrafficHooks(server: FastifyInstance, parts: TrafficParts): void {
  server.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/_sim') && request.headers['sec-fetch-site'] === 'cross-site')
      throw new EngageRefusal(403, 'forbidden', 'Not from another site');
  });
  server.addHook('preHandler', (request: Inbound, reply) => applyFault(request, reply, parts));
  server.addHook('onSend', async (request: Inbound, reply, payload) => {
    if (request.fault?.answerDelayMs) await sleep(request.fault.answerDelayMs);
    reply.headers(SECURITY_HEADERS).header('date', new Date(parts.clock.millis()).toUTCString());
    const answer = loseAnswer(request, reply, payload);
    record(request, reply, answer, parts.ledger);
    return answer;
  });
  server.addHook('onResponse', async (request) => {
    if (request.method !== 'GET') parts.events.changed();
  });
}

/** `rest` or `send` for calls of the protocol; undefined for the desk and the control routes. */
function kindOf(request: FastifyRequest): 'rest' | 'send' | undefined {
  if (request.url.startsWith('/1.0/')) return 'rest';
  return request.url.startsWith('/realtime/sdk/') ? 'send' : undefined;
}

function nameOf(request: FastifyRequest, kind: 'rest' | 'send'): string {
  if (kind === 'rest') return `${request.method} ${request.url.split('?')[0] ?? ''}`;
  const action = actionOf(request);
  return typeof action === 'string' ? action : '(no action)';
}

/** Also for requests that are too large for the ledger. */
function actionOf({ body }: FastifyRequest): unknown {
  try {
    return (JSON.parse(String(body)) as { action?: unknown } | null)?.action;
  } catch {
    return undefined; // not JSON: the Send API refuses it
  }
}

async function applyFault(request: Inbound, reply: FastifyReply, parts: TrafficParts): Promise<void> {
  const kind = kindOf(request);
  if (!kind) return;
  const fault = parts.faults.take(kind, nameOf(request, kind));
  request.fault = fault;
  if (!fault) return;
  if (fault.when === 'later') return executeLater(request, fault, parts);
  if (fault.delayMs > 0) await sleep(fault.delayMs);
  if (fault.when === 'after') return;
  if (fault.network) loseConnection(reply, fault.network);
  else if (fault.status !== undefined)
    await reply
      .code(fault.status)
      .headers(fault.headers ?? {})
      .send(bodyOf(fault));
}

/** The caller loses its connection now; the call is executed later. */
function executeLater(request: Inbound, { delayMs }: Fault, { clock, ledger }: TrafficParts): Promise<void> {
  ledger.note(`${request.method} ${request.url} is carried out later`);
  request.raw.socket.destroy();
  return new Promise((resolve) => void clock.after(delayMs, resolve));
}

/** The call had its effect; its answer is lost or replaced. */
function loseAnswer(request: Inbound, reply: FastifyReply, payload: unknown): unknown {
  const { fault } = request;
  if (fault?.when !== 'after') return payload;
  if (fault.network) request.raw.socket.destroy();
  if (fault.status === undefined) return payload;
  void reply.code(fault.status).headers(fault.headers ?? {});
  const body = bodyOf(fault);
  void reply.header('content-length', Buffer.byteLength(body));
  return body;
}

function loseConnection(reply: FastifyReply, how: 'reset' | 'hang'): void {
  reply.hijack();
  if (how === 'reset') reply.raw.socket?.resetAndDestroy();
}

const bodyOf = (fault: Fault): string =>
  typeof fault.body === 'string'
    ? fault.body
    : JSON.stringify(fault.body ?? { error: 'simulated', message: 'Simulated fault', status: fault.status });

function record(request: Inbound, reply: FastifyReply, payload: unknown, ledger: Ledger): void {
  const kind = kindOf(request);
  if (!kind) return;
  const { fault } = request;
  const query = request.url.split('?')[1];
  ledger.add({
    kind,
    name: nameOf(request, kind),
    status: reply.statusCode,
    ...(query ? { url: unescape(query.replaceAll('+', ' ').replace(/access_token=[^&]*/g, 'access_token=…')) } : {}),
    request: parsed(request),
    response: typeof payload === 'string' ? payload.slice(0, MAX_RECORDED) : undefined,
    ...(fault ? { fault: fault.id } : {}),
  });
}

function parsed(request: FastifyRequest): unknown {
  const { body } = request;
  if (!Buffer.isBuffer(body) || body.length === 0 || body.length > MAX_RECORDED * 10) return undefined;
  const text = body.toString('utf8');
  if ((request.headers['content-type'] ?? '').includes('form'))
    return text.slice(0, MAX_RECORDED).replace(/access_token=[^&]*/g, 'access_token=…');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text.slice(0, MAX_RECORDED);
  }
}
