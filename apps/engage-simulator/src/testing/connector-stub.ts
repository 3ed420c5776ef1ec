import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { isSignedBy, sign, SIGNATURE_HEADER } from '../outbound/signature.js';
import type { EngageEvent } from '../domain/domain-events.js';

export interface SdkCall {
  readonly action: string;
  readonly params: Record<string, unknown>;
  readonly time: string;
  readonly signed: boolean;
  readonly url: string;
}

export interface WebhookRequest {
  readonly id: string;
  readonly domain_id: string;
  readonly events: EngageEvent[];
  readonly secret: string | undefined;
}

export const RECOMMENDED_INFO = {
  objects: { messages: ['create', 'show', 'list'], threads: ['show', 'list'], status: ['mark_as_read'] },
  options: [
    'view.messaging',
    'messages.text',
    'messages.no_title',
    'threads.no_content',
    'messages.attachments',
    'messaging.typing_indicator',
    'messaging.queuing_update',
  ],
};

/** Answers SDK calls and receives webhooks like a connector. */
export class ConnectorStub {
  readonly calls: SdkCall[] = [];
  readonly hooks: WebhookRequest[] = [];
  info: unknown = RECOMMENDED_INFO;
  /** Answers to `messages.create`, in order; afterwards ids are generated. */
  answers: { status?: number; body: unknown; unsigned?: boolean }[] = [];
  hookStatus = 200;
  verifyToken = 'verify-me';
  url = '';
  private created = 0;
  private readonly server: Server;

  constructor(private readonly accessToken: string) {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, body, signature }) => {
        response.writeHead(status, signature ? { [SIGNATURE_HEADER]: signature } : {});
        response.end(body);
      });
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/engage`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  eventTypes(): string[] {
    return this.hooks.flatMap(({ events }) => events.map(({ type }) => type));
  }

  callsOf(action: string): SdkCall[] {
    return this.calls.filter((call) => call.action === action);
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: string; signature?: string }> {
    const url = new URL(request.url ?? '', 'http://stub');
    if (request.method === 'GET') {
      const good = url.searchParams.get('hub.verify_token') === this.verifyToken;
      return { status: good ? 200 : 403, body: good ? (url.searchParams.get('hub.challenge') ?? '') : '' };
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const body = JSON.parse(raw.toString('utf8'));
    if (body.events) {
      this.hooks.push({ ...body, secret: request.headers['x-dimelo-secret'] });
      return { status: this.hookStatus, body: '' };
    }
    const signature =
      (request.headers[SIGNATURE_HEADER] as string | undefined) ?? url.searchParams.get('signature') ?? undefined;
    this.calls.push({
      ...body,
      params: body.params ?? {},
      signed: isSignedBy(raw, signature, this.accessToken),
      url: request.url ?? '',
    });
    return this.sdkAnswer(body.action);
  }

  private sdkAnswer(action: string): { status: number; body: string; signature?: string } {
    const scripted = action === 'messages.create' ? this.answers.shift() : undefined;
    const value = scripted ? scripted.body : this.defaultAnswer(action);
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return {
      status: scripted?.status ?? 200,
      body,
      ...(scripted?.unsigned ? {} : { signature: sign(body, this.accessToken) }),
    };
  }

  private defaultAnswer(action: string): unknown {
    if (action === 'implementation.info') return this.info;
    if (action.endsWith('.list')) return [];
    return action === 'messages.create' ? { id: `out-${(this.created += 1)}` } : {};
  }
}

/** Waits until the check passes. The limit only ends tests that fail, so it also holds on a slow machine. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 60_000, interval: 20 });
}
