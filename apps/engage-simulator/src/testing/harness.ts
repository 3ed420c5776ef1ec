import { createSimulator, type Simulator, type SimulatorOptions } from '../create-simulator.js';
import { sign, SIGNATURE_HEADER } from '../outbound/signature.js';
import { REGISTRABLE_EVENTS } from '../rest/administration/registrable-events.js';
import { ConnectorStub } from './connector-stub.js';

export const CUSTOMER = {
  id: 'cust-1',
  screenname: 'Ada Okafor',
  created_at: '2026-01-12T08:00:00Z',
  updated_at: '2026-02-03T09:14:50Z',
};
export const AGENT_PUPPET = {
  id: 'desk-agents',
  screenname: 'Service desk',
  created_at: '2026-01-10T08:00:00Z',
  updated_at: '2026-01-10T08:00:00Z',
  puppetizable: true,
};
export const BOT = { ...AGENT_PUPPET, id: 'desk-bot', screenname: 'Bot' };

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers of every shape
  readonly body: any;
  readonly text: string;
  readonly headers: Headers;
}

/** A domain that is connected with a connector stub. */
export class Harness {
  private constructor(
    readonly simulator: Simulator,
    readonly stub: ConnectorStub,
  ) {}

  static async start(options: SimulatorOptions = {}): Promise<Harness> {
    const token = 'test-source-token';
    const stub = await new ConnectorStub(token).start();
    const simulator = await createSimulator({
      ...options,
      seed: { sourceAccessToken: token, baseUri: stub.url, ...options.seed },
      switches: { imports: { delayMs: 0 }, sdk: { pollSeconds: 0 }, queue: { repeatSeconds: 0 }, ...options.switches },
    });
    return new Harness(simulator, stub);
  }

  async stop(): Promise<void> {
    await this.simulator.close();
    await this.stub.stop();
  }

  get seed(): Simulator['seed'] {
    return this.simulator.seed;
  }

  async subscribe(events: readonly string[] = REGISTRABLE_EVENTS): Promise<Answer> {
    return this.rest('POST', '/webhooks', {
      url: this.stub.url,
      verify_token: this.stub.verifyToken,
      secret: 'hook-secret',
      'registered_events[]': [...events],
    });
  }

  /** Form parameters; arrays are repeated. */
  async rest(
    method: string,
    path: string,
    form?: Record<string, string | string[]>,
    token = this.seed.restAccessToken,
  ): Promise<Answer> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(form ?? {})) for (const item of [value].flat()) body.append(name, item);
    return this.request(`/1.0${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(form ? { body } : {}),
    });
  }

  async restJson(method: string, path: string, body: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.seed.restAccessToken}`, 'content-type': 'application/json' };
    return this.request(`/1.0${path}`, { method, headers, body: JSON.stringify(body) });
  }

  /** Uploads a public file by REST. */
  async upload(filename: string, content: string): Promise<{ id: string; url: string }> {
    const form = new FormData();
    form.set('file', new File([content], filename));
    const headers = { authorization: `Bearer ${this.seed.restAccessToken}` };
    const { body } = await this.request('/1.0/attachments', { method: 'POST', headers, body: form });
    return { id: String(body.id), url: String(body.url) };
  }

  async send(action: string, params: unknown): Promise<Answer> {
    const body = JSON.stringify({ action, params });
    return this.raw(body, sign(body, this.seed.sourceAccessToken));
  }

  async raw(body: string, signature: string, sourceId = this.seed.sourceId): Promise<Answer> {
    return this.request(`/realtime/sdk/${sourceId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature },
      body,
    });
  }

  async control(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.request(`/_sim${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Plays a conversation up to the agent category: the customer has written once. @returns the thread's id */
  async handover(thread = 'conv-1'): Promise<string> {
    await this.send('users.create', AGENT_PUPPET);
    await this.say(thread, `${thread}-in-1`, 'Hello, my invoice looks wrong.');
    const found = await this.rest('GET', `/content_threads?q=foreign:"${thread}"`);
    const { id } = found.body.records[0];
    await this.rest('PUT', `/content_threads/${id}/update_categories`, {
      'thread_category_ids[]': this.seed.agentCategoryId,
    });
    return id;
  }

  async say(thread: string, id: string, body: string, author: unknown = CUSTOMER): Promise<Answer> {
    const answer = await this.send('messages.create', { id, author, body, format: 'text', thread_id: thread });
    await new Promise((resolve) => setTimeout(resolve, 5));
    return answer;
  }

  emitted(): string[] {
    return this.simulator.ledger.find({ kind: 'event' }).map(({ name }) => name);
  }

  private async request(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(this.simulator.url + path, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : undefined,
      headers: response.headers,
    };
  }
}
