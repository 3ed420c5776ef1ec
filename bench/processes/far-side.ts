import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message that reached the far side. */
export interface Arrival {
  /** Engage and the bot see different ids of a message, but the same text. */
  readonly text: string;
  /** Milliseconds since 1970, with fractions. */
  readonly at: number;
}

/**
 * Replaces Engage and the bot. It accepts every call after `delayMs` and records each message once, with as little work
 * as possible: only the connector is measured.
 */
export class FarSide {
  private readonly server: Server;
  private readonly delayMs: number;
  private readonly seen = new Set<string>();
  private readonly listeners = new Set<(arrival: Arrival) => void>();
  private last: number | undefined;
  private first: number | undefined;

  constructor(delayMs: number) {
    this.delayMs = delayMs;
    this.server = createServer({ keepAlive: true }, (request, response) => void this.answer(request, response));
    this.server.keepAliveTimeout = 60_000;
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Number of different messages since the last `forget`, and when the first and the last arrived. */
  get arrived(): { count: number; first: number | undefined; last: number | undefined } {
    return { count: this.seen.size, first: this.first, last: this.last };
  }

  forget(): void {
    this.seen.clear();
    this.first = undefined;
    this.last = undefined;
  }

  /** @returns a function that ends it */
  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = messageIn(await bodyOf(request));
    if (text !== undefined) this.note(text);
    if (this.delayMs > 0) await new Promise((done) => setTimeout(done, this.delayMs));
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  }

  private note(text: string): void {
    if (this.seen.has(text)) return;
    this.seen.add(text);
    this.last = now();
    this.first ??= this.last;
    for (const listener of this.listeners) listener({ text, at: this.last });
  }
}

/** Milliseconds since 1970, with fractions, the same clock in all processes of one machine. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

/** The text of Engage's `messages.create` or of the bot's `agent.message`. */
function messageIn(body: string): string | undefined {
  if (!body.startsWith('{')) return undefined;
  const call = JSON.parse(body) as {
    action?: string;
    type?: string;
    params?: { body?: string };
    data?: { text?: string };
  };
  if (call.action === 'messages.create') return call.params?.body;
  return call.type === 'agent.message' ? call.data?.text : undefined;
}
