import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request as it was received. */
export interface StubRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** The body parsed as JSON. @throws SyntaxError */
  json<Body = unknown>(): Body;
}

export interface StubAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly delayMs?: number;
  /** What follows the body. Default: the end. `cut`: the connection breaks; `endless`: more bytes, without end. */
  readonly then?: 'cut' | 'endless';
}

/** `hang` never answers; `reset` breaks the connection after the request was read. */
export type StubReply = StubAnswer | 'hang' | 'reset' | ((request: StubRequest) => StubReply | Promise<StubReply>);

/** A small real HTTP server that records what it receives and answers as instructed, by default with 200 and `{}`. */
export class StubServer {
  readonly requests: StubRequest[] = [];
  private readonly once: StubReply[] = [];
  private readonly routes = new Map<string, StubReply>();
  private otherwise: StubReply = {};
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly server: Server) {}

  /** Listens on a free port of 127.0.0.1, or again on `port`. */
  static async start(port = 0): Promise<StubServer> {
    const server = createServer({ keepAlive: true });
    const stub = new StubServer(server);
    server.on('request', (request, response) => void stub.serve(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return stub;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** `http://127.0.0.1:<port>` */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** From now on, for every request without a route of its own. */
  reply(reply: StubReply): this {
    this.otherwise = reply;
    return this;
  }

  /** For the next requests, one each, before anything else. */
  replyOnce(...replies: StubReply[]): this {
    this.once.push(...replies);
    return this;
  }

  /** For every request of this method and path (without query). */
  route(method: string, path: string, reply: StubReply): this {
    this.routes.set(`${method} ${path}`, reply);
    return this;
  }

  /** Resolves once at least `count` matching requests were received. @throws Error after `timeoutMs`. */
  async received(
    count: number,
    matching: (request: StubRequest) => boolean = () => true,
    timeoutMs = 5_000,
  ): Promise<StubRequest[]> {
    const deadline = AbortSignal.timeout(timeoutMs);
    for (;;) {
      const found = this.requests.filter(matching);
      if (found.length >= count) return found;
      if (deadline.aborted)
        throw new Error(`Expected ${count} requests, got ${found.length} of ${this.requests.length}.`);
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Forgets requests and instructions. */
  reset(): void {
    this.requests.length = 0;
    this.once.length = 0;
    this.routes.clear();
    this.otherwise = {};
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    if (this.server.listening) await once(this.server, 'close');
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    incoming.on('error', () => response.destroy());
    const request = await read(incoming).catch(() => undefined);
    if (!request) return; // aborted by the client
    const reply = this.once.shift() ?? this.routes.get(`${request.method} ${request.path}`) ?? this.otherwise;
    this.requests.push(request);
    for (const wake of [...this.waiting]) {
      this.waiting.delete(wake);
      wake();
    }
    await answer(request, response, reply);
  }
}

async function read(incoming: IncomingMessage): Promise<StubRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const url = new URL(incoming.url ?? '/', 'http://stub');
  return {
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body,
    text: body.toString('utf8'),
    json: <Body>() => JSON.parse(body.toString('utf8')) as Body,
  };
}

async function answer(request: StubRequest, response: ServerResponse, reply: StubReply): Promise<void> {
  if (reply === 'hang') return;
  if (reply === 'reset') return void response.socket?.destroy();
  if (typeof reply === 'function') return answer(request, response, await reply(request));
  if (reply.delayMs) await sleep(reply.delayMs, undefined, { ref: false });
  const { body = {} } = reply;
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(reply.status ?? 200, {
    'content-type': raw ? 'text/plain' : 'application/json',
    ...reply.headers,
  });
  const bytes = raw ? body : JSON.stringify(body);
  if (reply.then === 'cut') return void response.write(bytes, () => response.socket?.destroy());
  if (reply.then === 'endless') return goOn(response, bytes);
  response.end(bytes);
}

/** Writes again and again until the client hangs up. */
function goOn(response: ServerResponse, bytes: string | Buffer): void {
  const timer = setInterval(() => response.write(bytes), 10);
  response.write(bytes);
  response.once('close', () => clearInterval(timer));
}
