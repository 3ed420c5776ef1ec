import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { Answers } from './answers.ts';

/** Callers without a valid key, each on a connection of its own. */
export interface StrangersRequest {
  readonly url: string;
  /** Slug of an existing tenant. */
  readonly slug: string;
  readonly callers: number;
  /**
   * `each`: every caller has its own address in 127.0.0.0/8 (Linux only). `one`: all have the same, as behind a reverse
   * proxy.
   */
  readonly addresses: 'each' | 'one';
  /** Whether they open a new connection for each call. */
  readonly reconnects: boolean;
}

export interface StrangersResult {
  /** Number of calls by status; 0 for a closed connection. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly callsPerSecond: number;
  /** Share of one core that this process used. */
  readonly processor: number;
}

/** Their requests, in turn. Keys have the form of real ones, so that they are not rejected by their form. */
const TRIES: readonly ((slug: string) => { start: string; header: string })[] = [
  () => ({ start: 'POST /v1/messages', header: `authorization: Bearer ehb_${randomKey()}` }),
  () => ({ start: 'GET /admin/tenants', header: `authorization: Bearer eha_${randomKey()}` }),
  (slug) => ({
    start: `POST /handover/rce/${slug}`,
    header: `x-smccsdk-signature: ${randomBytes(64).toString('hex')}`,
  }),
  (slug) => ({ start: `POST /handover/rce/${slug}`, header: `x-dimelo-secret: ${randomKey()}` }),
  () => ({ start: `POST /v1/chatlayer/${randomKey()}`, header: 'accept: application/json' }),
  () => ({ start: `POST /v1/cognigy/outputs/${randomKey()}`, header: 'authorization: Basic dXNlcjpwYXNzd29yZA==' }),
];
const BODY = JSON.stringify({ action: 'messages.create', params: { body: 'Hello?' } });

const randomKey = (): string => randomBytes(32).toString('base64url');

/** Keeps all callers busy until it is stopped. */
class Strangers {
  private readonly statuses: Record<string, number> = {};
  private readonly startedAt = performance.now();
  private readonly usage = process.cpuUsage();
  private over = false;
  private readonly sockets = new Set<Socket>();
  private readonly request: StrangersRequest;

  constructor(request: StrangersRequest) {
    this.request = request;
    for (let number = 0; number < request.callers; number++) void this.caller(number);
  }

  stop(): StrangersResult {
    this.over = true;
    for (const socket of this.sockets) socket.destroy();
    const seconds = (performance.now() - this.startedAt) / 1_000;
    const { user, system } = process.cpuUsage(this.usage);
    const calls = Object.values(this.statuses).reduce((sum, count) => sum + count, 0);
    return { statuses: this.statuses, callsPerSecond: calls / seconds, processor: (user + system) / 1e6 / seconds };
  }

  private async caller(number: number): Promise<void> {
    for (let turn = number; !this.over; turn++) {
      const socket = this.connect(number);
      const answers = new Answers(socket);
      try {
        do await this.call(socket, answers, turn++);
        while (!this.over && !this.request.reconnects);
      } catch {
        this.count(0);
        await new Promise((done) => setTimeout(done, 100));
      }
      socket.destroy();
      this.sockets.delete(socket);
    }
  }

  private connect(number: number): Socket {
    const { hostname: host, port } = new URL(this.request.url);
    const own = this.request.addresses === 'each' ? { localAddress: `127.1.${number >> 8}.${number & 255}` } : {};
    const socket = connect({ host, port: Number(port), ...own }).setNoDelay();
    this.sockets.add(socket);
    return socket;
  }

  private async call(socket: Socket, answers: Answers, turn: number): Promise<void> {
    const { host } = new URL(this.request.url);
    const attempt = TRIES[turn % TRIES.length]?.(this.request.slug);
    if (!attempt) return;
    const body = attempt.start.startsWith('GET') ? '' : BODY;
    socket.write(
      `${attempt.start} HTTP/1.1\r\nhost: ${host}\r\n${attempt.header}\r\ncontent-type: application/json\r\n` +
        `content-length: ${body.length}\r\n\r\n${body}`,
    );
    const { status } = await answers.next();
    this.count(status);
  }

  private count(status: number): void {
    if (!this.over) this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }
}

let strangers: Strangers | undefined;

process.on('message', (request: StrangersRequest | { readonly stop: true }) => {
  if ('stop' in request) process.send?.(strangers?.stop() ?? {});
  else {
    strangers = new Strangers(request);
    process.send?.({});
  }
});
process.on('disconnect', () => process.exit());
process.send?.({ url: '' });
