import { expect } from 'vitest';
import { CognigyStub } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-stub.js';
import { URL_TOKEN } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-tenant.js';
import { TransformerSandbox } from '../../libs/bot-platforms/cognigy/src/testing/transformer-sandbox.js';
import type { Answer, ApiClient } from './api-client.js';
import { eventually, Story } from './story.js';
import { startWorld, type World } from './world.js';

export type Json = Record<string, unknown>;

/** Secret of the transformer. */
export const SECRET = 'transformer-secret-of-the-story';
const ENDPOINT = { URLToken: URL_TOKEN, channel: 'webchat3' };

/** Cognigy around one session: the Endpoint with its Transformer, and what flow and customer have seen. */
export class CognigySession {
  readonly story: Story;
  /** `status/event` of events injected into the flow, without queue updates. */
  readonly flow: string[] = [];
  /** Messages to the customer by notify. */
  readonly shown: string[] = [];
  /** The customer's messages that reached the flow. */
  readonly heard: string[] = [];
  handovers = 0;

  constructor(
    private readonly world: World,
    private readonly endpoint: CognigyEndpoint,
    readonly sessionId: string,
  ) {
    this.story = new Story(world, sessionId);
    endpoint.sessions.set(sessionId, this);
  }

  get ids() {
    return { userId: this.story.userId, sessionId: this.sessionId };
  }

  async says(text: string, data: Json | null = null, replica = 0): Promise<Json | null | undefined> {
    const passed = await this.endpoint.replica(replica).run('handleInput', {
      payload: { ...this.ids, text, data, channel: 'webchat-client' },
      endpoint: ENDPOINT,
    });
    if (passed) this.heard.push(passed['text'] as string);
    return passed;
  }

  async flowSays(text: string | null, data: Json = {}, replica = 0): Promise<Json | null | undefined> {
    const output = { text, data };
    const args = { output, processedOutput: output, endpoint: ENDPOINT, ...this.ids };
    return this.endpoint.replica(replica).run('handleOutput', args);
  }

  node(path: string, more: object = {}, client: ApiClient = this.world.acme.v1): Promise<Answer> {
    const inputId = `input-${++this.handovers}`;
    return client.post(`/v1/cognigy/handovers${path}`, { urlToken: URL_TOKEN, ...this.ids, inputId, ...more });
  }

  async isHandedOver(more: object = {}): Promise<void> {
    const before = this.flow.length;
    expect(await this.node('', more)).toMatchObject({ status: 201, body: { status: 'queue' } });
    await eventually(() => expect(this.flow.slice(before)).toContain('queue/accepted'));
  }

  /** Waits until agents can read it, so that later messages come after it. */
  async isInEngage(text: string): Promise<void> {
    await eventually(async () => expect(await this.story.inEngage()).toContain(text));
  }

  async flowHears(...lines: string[]): Promise<void> {
    await eventually(() => expect(this.flow).toEqual(lines));
  }
}

/** The Endpoint service with the shipped script on it; each replica of the connector has a sandbox that calls it. */
export class CognigyEndpoint {
  readonly sessions = new Map<string, CognigySession>();
  private readonly sandboxes: TransformerSandbox[] = [];

  constructor(readonly stub: CognigyStub) {
    const { server } = stub;
    server.reply(async (request) => {
      const reply = stub.answer(request);
      const call = stub.calls.at(-1);
      if (typeof reply !== 'object' || !('status' in reply) || reply.status !== 200 || !call) return reply;
      if (call.service === 'input') return reply; // this call has no transformer
      const name = call.service === 'notify' ? 'handleNotify' : 'handleInject';
      const { headers } = request;
      const response = { status: () => ({ send: () => undefined }) };
      const passed = await this.replica(0).run(name, {
        request: { headers, body: call.body },
        response,
        endpoint: ENDPOINT,
      });
      if (passed) this.note(call.service, call.body.sessionId, passed);
      return reply;
    });
  }

  open(world: World, replicas: number, forwardAll: boolean): void {
    this.sandboxes.length = 0;
    for (let index = 0; index < replicas; index++)
      this.sandboxes.push(
        new TransformerSandbox({
          messagesUrl: `${world.connectors[index]?.url ?? ''}/v1/cognigy/messages`,
          botKey: world.acme.v1.key,
          transformerSecret: SECRET,
          forwardAll,
        }),
      );
  }

  replica(index: number): TransformerSandbox {
    const sandbox = this.sandboxes[index];
    if (!sandbox) throw new Error('There is no such replica.');
    return sandbox;
  }

  private note(service: 'notify' | 'inject', sessionId: string, { text, data }: Json): void {
    const session = this.sessions.get(sessionId);
    const handover = (data as Json)['handover'] as Json | undefined;
    if (service === 'notify') session?.shown.push(text as string);
    else if (handover?.['event'] !== 'queueUpdate')
      session?.flow.push(`${String(handover?.['status'])}/${String(handover?.['event'])}`);
  }
}

/** A world of two replicas whose tenant `acme` has a Cognigy flow, and the Endpoint of that flow. */
export class CognigyWorld {
  private sessions = 0;

  private constructor(
    readonly world: World,
    readonly endpoint: CognigyEndpoint,
  ) {}

  static async start(): Promise<CognigyWorld> {
    const world = await startWorld({ replicas: 2 });
    const stub = await CognigyStub.start({ urlTokens: [URL_TOKEN], transformerSecret: SECRET });
    const cognigy = new CognigyWorld(world, new CognigyEndpoint(stub));
    await cognigy.patch({
      bot: { platform: 'cognigy', endpointBaseUrl: stub.server.url, urlTokens: [URL_TOKEN], transformerSecret: SECRET },
      handover: { queueUpdateMinSeconds: 0 },
    });
    cognigy.endpoint.open(world, 2, true);
    return cognigy;
  }

  async patch(settings: object): Promise<void> {
    const answer = await this.world.admin.call('PATCH', '/admin/tenants/acme', settings);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  }

  aSession(): CognigySession {
    return new CognigySession(this.world, this.endpoint, `session-${++this.sessions}`);
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await this.endpoint.stub.stop();
  }
}
