import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CognigyStub } from '../libs/bot-platforms/cognigy/src/testing/cognigy-stub.js';
import { SAMPLES } from '../libs/files/src/testing/sample-bytes.js';
import { type Answer, closedHours, control, eventually, startWorld, type World } from './harness/index.js';

type Json = Record<string, unknown>;

interface Content {
  readonly id: string;
  readonly thread_id: string;
  readonly author_id: string;
}

const WHATSAPP = '65a1c0de0000000000000011';
const URL_TOKEN = 'native-endpoint-of-acme';
const WEBHOOK_KEY = 'outputs-of-acme';
const PICTURE = SAMPLES.png;
const PASSWORD = 'outputs-password-of-acme';

/** A customer on a native source, with a flow that answers through a Webhook Endpoint. */
class Customer {
  private content: Content | undefined;
  private outputs = 0;

  constructor(
    private readonly world: World,
    private readonly cognigy: CognigyStub,
    private readonly name: string,
    private readonly sourceId = WHATSAPP,
  ) {}

  async writes(text: string, more: object = {}): Promise<void> {
    const message = { text, userId: this.name, thread: this.name, sourceId: this.sourceId, ...more };
    this.content = await control<Content>(this.world.acme, 'POST', '/customer/messages', message);
  }

  /** The calls to the flow by `POST {Endpoint URL}` and inject. */
  private calls(service?: 'input' | 'inject'): Json[] {
    return this.cognigy.of(this.ids.sessionId, service).map(({ body }) => body);
  }

  get ids(): { userId: string; sessionId: string } {
    const { thread_id: threadId = '', author_id: userId = '' } = this.content ?? {};
    return { userId, sessionId: `${threadId}:${userId}` };
  }

  /** What the flow received, without positions in the queue. */
  heard(): string[] {
    return this.calls().flatMap(({ text, data }) => {
      const handover = (data as Json)['handover'] as Json | undefined;
      if (handover?.['event'] === 'queueUpdate') return [];
      return handover ? `${String(handover['status'])}/${String(handover['event'])}` : `user: ${String(text)}`;
    });
  }

  async flowHears(...lines: string[]): Promise<void> {
    await eventually(() => expect(this.heard()).toEqual(lines));
  }

  lastInput(): Json | undefined {
    return this.calls('input').at(-1);
  }

  /** The flow sends an output; the Endpoint's transformer gives it an id. */
  async flowSays(
    text: string | null,
    data: Json = {},
    messageId = `${this.name}-${++this.outputs}`,
  ): Promise<Answer['body']> {
    const { handoverConnector, ...others } = data;
    const stamped = { ...others, handoverConnector: { messageId, ...(handoverConnector as Json) } };
    const AIOutput = { text, data: stamped, traceId: 'endpoint-httpIncomingMessage-1', source: 'bot' };
    const response = await fetch(`${this.world.connectors[0]?.url ?? ''}/v1/cognigy/outputs/${WEBHOOK_KEY}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`cognigy:${PASSWORD}`).toString('base64')}`,
      },
      body: JSON.stringify({ ...this.ids, AIOutput }),
    });
    expect(response.status).toBe(202);
    return (await response.json()) as Answer['body'];
  }

  contents(): ReturnType<World['acme']['engage']['state']['contentsOf']> {
    return this.world.acme.engage.state.contentsOf(this.content?.thread_id ?? '');
  }

  /** Everything in the thread, oldest first. */
  async sees(...texts: string[]): Promise<void> {
    await eventually(() => expect(this.contents().map(({ body }) => body)).toEqual(texts));
  }

  agent(name: string, action: string, more: object = {}): Promise<unknown> {
    return control(this.world.acme, 'POST', `/agents/${name}/${action}`, { thread: this.content?.thread_id, ...more });
  }
}

describe('a Cognigy flow on sources that Engage serves itself', () => {
  let world: World;
  let cognigy: CognigyStub;
  let customers = 0;

  const arrives = (sourceId?: string): Customer => new Customer(world, cognigy, `customer-${++customers}`, sourceId);
  const readiness = async (): Promise<Json> => {
    const { body } = await world.admin.get<{ readiness: Json }>('/admin/tenants/acme');
    return body.readiness;
  };
  const patch = async (settings: object): Promise<void> => {
    const answer = await world.admin.call('PATCH', '/admin/tenants/acme', settings);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  };

  beforeAll(async () => {
    world = await startWorld();
    const transformerSecret = 'transformer-secret-of-the-story';
    cognigy = await CognigyStub.start({ urlTokens: [URL_TOKEN], transformerSecret, webhookKey: 'endpoint-key' });
    const outputs = { webhookKey: WEBHOOK_KEY, outputsPassword: PASSWORD };
    const { url } = cognigy.server;
    const urlTokens = ['webchat-endpoint-of-acme'];
    await patch({ bot: { platform: 'cognigy', endpointBaseUrl: url, urlTokens, transformerSecret, ...outputs } });
    await patch({ engage: { nativeSourceIds: [WHATSAPP, world.acme.engage.seed.appleSourceId] } });
    expect(await readiness()).toMatchObject({ complete: false, missing: ['bot.nativeUrlToken'] });
    await patch({ bot: { nativeUrlToken: URL_TOKEN, nativeApiKey: 'endpoint-key' } });
    expect(await readiness()).toMatchObject({ complete: true });
  });
  afterAll(async () => {
    await world.stop();
    await cognigy.stop();
  });

  it('answers, offers choices, hands over, is silent, and answers again', async () => {
    const ada = arrives();
    await ada.writes('Where is my parcel?');
    await ada.flowHears('user: Where is my parcel?');
    const handoverConnector = { sourceId: WHATSAPP, private: false, messageId: expect.any(String) as string };
    expect(ada.lastInput()).toMatchObject({ ...ada.ids, data: { source: 'engage', handoverConnector } });

    const offer = offerOf('What would you like to do?', 'track', 'agent');
    await ada.flowSays(null, { _cognigy: { _default: { _quickReplies: offer } } });
    await ada.sees('Where is my parcel?', 'What would you like to do?');
    const offered = ada.contents().at(-1);
    expect(JSON.stringify(offered?.structured_content)).toContain('Title of track');

    await ada.writes('Title of agent', { inReplyTo: offered?.id, payload: 'agent' });
    await ada.flowHears('user: Where is my parcel?', 'user: agent');
    expect(ada.lastInput()).toMatchObject({ data: { handoverConnector: { title: 'Title of agent' } } });

    await ada.flowSays('One moment.');
    const asked = { handoverConnector: { action: 'start', reason: 'asked for a person' } };
    expect(await ada.flowSays(null, asked)).toMatchObject({ route: 'agent', data: { handover: { status: 'queue' } } });
    await ada.flowHears('user: Where is my parcel?', 'user: agent', 'queue/accepted');
    await eventually(() => ada.agent('mara', 'take'));
    await ada.agent('mara', 'reply', { body: 'Mara here' });
    await ada.writes('finally');
    await ada.flowHears('user: Where is my parcel?', 'user: agent', ...RUNNING);
    expect(await ada.flowSays('I should be quiet')).toMatchObject({ route: 'agent' });
    await ada.agent('mara', 'reply', { body: 'solved' });
    await ada.agent('mara', 'complete');
    await ada.flowHears('user: Where is my parcel?', 'user: agent', ...RUNNING, 'completed/completed');

    await ada.writes('thanks');
    await ada.flowHears(
      ...['user: Where is my parcel?', 'user: agent', ...RUNNING, 'completed/completed', 'user: thanks'],
    );
    await ada.flowSays('Welcome back');
    await ada.sees(
      ...['Where is my parcel?', 'What would you like to do?', 'Title of agent', 'One moment.', 'Mara here'],
      ...['finally', 'solved', 'thanks', 'Welcome back'],
    );
  });

  it('gets the tenant’s text for why no handover starts, because no flow reads the answer to an output', async () => {
    const whenClosed = { action: 'refuse-with-text', texts: { default: 'Closed', de: 'Geschlossen' } };
    await patch({ handover: { availability: { mode: 'hours', hours: closedHours(), whenClosed } } });
    const zoe = arrives();
    await zoe.writes('agent');
    await zoe.flowHears('user: agent');
    const start = { handoverConnector: { action: 'start', profile: { language: 'de' } } };
    expect(await zoe.flowSays('One moment.', start)).toMatchObject({
      route: 'bot',
      data: { handover: { status: 'error', error: { reason: 'unavailable', message: 'Geschlossen' } } },
    });
    await zoe.sees('agent', 'One moment.', 'Geschlossen');
    await patch({ handover: { availability: null } });
  });

  it('is answered by number where the channel shows no choices', async () => {
    const { appleSourceId } = world.acme.engage.seed;
    await control(world.acme, 'PUT', `/sources/${appleSourceId}`, { capabilities: [] });
    const gus = arrives(appleSourceId);
    await gus.writes('Hi');
    await gus.flowHears('user: Hi');
    await gus.flowSays(null, { _cognigy: { _default: { _quickReplies: offerOf('Well?', 'track', 'agent') } } });
    await gus.sees('Hi', 'Well?\n1. Title of track\n2. Title of agent');
    await gus.writes('2');
    await gus.flowHears('user: Hi', 'user: agent');
    expect(gus.lastInput()).toMatchObject({ data: { handoverConnector: { title: '2' } } });
  });

  it('receives pictures of the customer, and sends some', async () => {
    cognigy.server.route('GET', '/label.png', { headers: { 'content-type': 'image/png' }, body: PICTURE });
    const hedy = arrives();
    await hedy.writes('', { attachments: [{ filename: 'broken-zip.png', content: PICTURE.toString('base64') }] });
    await eventually(() => expect(hedy.lastInput()).toBeDefined());
    expect(hedy.lastInput()).not.toHaveProperty('text');
    const { attachments } = hedy.lastInput()?.['data'] as { attachments: { url: string; type: string }[] };
    expect(attachments).toMatchObject([{ name: 'broken-zip.png', type: 'image' }]);
    const picture = await fetch(attachments[0]?.url ?? '');
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(PICTURE);

    const image = { type: 'image', imageUrl: `${cognigy.server.url}/label.png`, imageAltText: 'Return label' };
    await hedy.flowSays(null, { _cognigy: { _default: { _image: image } } });
    await eventually(() => expect(hedy.contents()).toHaveLength(2));
    expect(hedy.contents().at(-1)).toMatchObject({ body: 'Return label', attachments: [{}] });
  });

  it('is also handed over by a node of the flow on that Endpoint', async () => {
    const bob = arrives();
    await bob.writes('agent!');
    await bob.flowHears('user: agent!');
    const request = { urlToken: URL_TOKEN, ...bob.ids, inputId: 'input-1', acceptedMessage: 'never shown' };
    const started = await world.acme.v1.post('/v1/cognigy/handovers', request);
    expect(started, JSON.stringify(started.body)).toMatchObject({ status: 201 });
    await bob.flowHears('user: agent!', 'queue/accepted');
    const cancel = { urlToken: URL_TOKEN, ...bob.ids, inputId: 'input-2' };
    expect(await world.acme.v1.post('/v1/cognigy/handovers/cancel', cancel)).toMatchObject({ status: 202 });
    await bob.flowHears('user: agent!', 'queue/accepted', 'cancelled/cancelled');
    await bob.sees('agent!');
  });

  it('sends the same text twice if the flow does, and once if an output is only repeated', async () => {
    const cleo = arrives();
    await cleo.writes('Where are my two parcels?');
    await cleo.flowHears('user: Where are my two parcels?');
    await cleo.flowSays('Status: sent', {}, 'output-1');
    await cleo.flowSays('Status: sent', {}, 'output-2');
    await cleo.flowSays('Status: sent', {}, 'output-2');
    await cleo.flowSays('Anything else?');
    await cleo.sees('Where are my two parcels?', 'Status: sent', 'Status: sent', 'Anything else?');
  });

  it('waits for the permission on Apple’s source, reports it once by name, and continues when it is given', async () => {
    const { appleSourceId, tokenUserId } = world.acme.engage.seed;
    const permit = (...rights: string[]): Promise<unknown> =>
      control(world.acme, 'PUT', `/sources/${appleSourceId}`, { permissions: { [tokenUserId]: rights } });
    await permit('read');
    const [dora, eve] = [arrives(appleSourceId), arrives()];
    await dora.writes('Hello from Messages');
    await dora.flowHears('user: Hello from Messages');
    await dora.flowSays('Hello Dora');
    const named = expect.stringContaining(`"reply" on the source "Apple Messages" (${appleSourceId})`) as string;
    const faults = [{ sourceId: appleSourceId, message: named }];
    await eventually(async () => expect(await readiness()).toMatchObject({ sourceFaults: faults }));
    const parked = await world.admin.get<{ items: unknown[] }>('/admin/deliveries?tenant=acme&status=parked');
    expect(parked.body.items).toHaveLength(1);

    await eve.writes('Hello from WhatsApp');
    await eve.flowHears('user: Hello from WhatsApp');
    await eve.flowSays('Hello Eve');
    await eve.sees('Hello from WhatsApp', 'Hello Eve');
    expect(await readiness()).toMatchObject({ sourceFaults: faults });

    await permit('read', 'reply');
    const retried = await world.admin.post('/admin/deliveries/retry', { tenant: 'acme' });
    expect(retried.status).toBeLessThan(300);
    await dora.sees('Hello from Messages', 'Hello Dora');
    await eventually(async () => expect(await readiness()).toMatchObject({ sourceFaults: [] }));
  });

  it('shows in the setup guide how to create the Endpoint, without its secrets', async () => {
    const { body } = await world.admin.get<{ steps: { id: string; values: { value: string }[] }[] }>(
      '/admin/tenants/acme/setup',
    );
    const ids = body.steps.map(({ id }) => id).filter((id) => id.startsWith('cognigy-native'));
    expect(ids).toEqual(['endpoint', 'outputs', 'ids', 'flow'].map((name) => `cognigy-native-${name}`));
    for (const secret of [PASSWORD, 'endpoint-key']) expect(JSON.stringify(body)).not.toContain(secret);
  });
});

function offerOf(text: string, ...payloads: string[]): Json {
  const replies = payloads.map((payload) => ({ contentType: 'postback', title: `Title of ${payload}`, payload }));
  return { type: 'quick_replies', text, quickReplies: replies };
}

/** While Mara has the conversation. */
const RUNNING = ['queue/accepted', 'queue/agentJoined', 'active/active'];
