import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, StubServer } from '#testing';
import { Chat } from '../chat.js';
import { Chats } from '../chats.js';
import type { ConnectorEvent } from '../connector-event.js';
import { CognigyDialect, DEMO_NATIVE_URL_TOKEN, DEMO_URL_TOKEN } from './cognigy.dialect.js';
import { signed } from './cognigy-signature.js';

const SECRET = 'transformer-secret';
const SESSION = { sessionId: 'chat-1', userId: 'maya' };
const IDS = { ...SESSION, urlToken: DEMO_URL_TOKEN };

const NATIVE = { sessionId: 'thread-1:identity-1', userId: 'identity-1' };
const WEBHOOK = { apiKey: 'input-key', outputsKey: 'outputs-key', outputsPassword: 'outputs-password' };

let connector: StubServer;
let directory: string;
let clock: FakeClock;
let dialect: CognigyDialect;
let app: FastifyInstance;
let heard: ConnectorEvent[];

beforeEach(async () => {
  connector = await StubServer.start();
  directory = await mkdtemp(join(tmpdir(), 'cognigy-dialect-'));
  clock = new FakeClock();
  const chats = await Chats.load(directory);
  await chats.add(Chat.open(SESSION.sessionId, SESSION.userId));
  await chats.add(Chat.open(NATIVE.sessionId, NATIVE.userId, true));
  const settings = {
    connectorUrl: connector.url,
    botKey: 'bot-key',
    callbackSecret: SECRET,
    webhookEndpoint: WEBHOOK,
  };
  dialect = new CognigyDialect(settings, chats, clock);
  app = Fastify();
  heard = [];
  dialect.serve(app, async (event) => heard.push(event) > 0);
});

afterEach(async () => {
  await app.close();
  await connector.stop();
  await rm(directory, { recursive: true });
});

const now = (): string => String(Math.floor(clock.millis() / 1000));

async function calls(service: string, content: object, secret = SECRET, timestamp = now()): Promise<number> {
  const payload = JSON.stringify({ ...SESSION, text: '', ...content });
  const headers = {
    'content-type': 'application/json',
    'x-connector-timestamp': timestamp,
    'x-connector-signature': signed(secret, timestamp, payload),
  };
  return (await app.inject({ method: 'POST', url: `/${service}/${DEMO_URL_TOKEN}`, headers, payload })).statusCode;
}

it('reports messages that pass the Endpoint, signed', async () => {
  connector.reply({ body: { route: 'agent' } });
  const message = { ...SESSION, messageId: 'm1', text: 'Hello', sentAt: clock.now().toISOString() };
  expect(await dialect.postMessage({ ...message, author: 'user' })).toEqual({ state: 'queue', route: 'agent' });
  await dialect.postEvent(SESSION.sessionId, { type: 'user_connected' });
  const [said, came] = connector.requests;
  expect(said?.headers).toMatchObject({
    authorization: 'Bearer bot-key',
    'x-connector-signature': signed(SECRET, now(), said?.text ?? ''),
  });
  expect(said?.json()).toMatchObject({ ...IDS, direction: 'user', text: 'Hello' });
  expect(came?.json()).toMatchObject({ direction: 'event', data: { _cognigy: { event: { type: 'user-connected' } } } });
});

it('starts and cancels as a flow does', async () => {
  const story = { reason: 'asked', summary: 'In short', profile: {}, context: { language: 'en', page: 'Shop' } };
  const transcript = [{ messageId: 'm1', author: 'bot', text: 'Hi', sentAt: clock.now().toISOString() }] as const;
  await dialect.startHandover('h1', { ...SESSION, ...story, transcript });
  connector.reply({ status: 404 });
  await dialect.cancelHandover('c1', SESSION.sessionId);
  expect(connector.requests.map(({ path }) => path)).toEqual(['/v1/cognigy/handovers', '/v1/cognigy/handovers/cancel']);
  const [start, cancel] = connector.requests.map((request) => request.json());
  expect(start).toMatchObject({
    ...IDS,
    inputId: 'h1',
    language: 'en',
    context: { page: 'Shop' },
    transcript: [{ role: 'assistant', payload: { text: 'Hi' }, timestamp: clock.millis() }],
  });
  expect(cancel).toEqual({ ...IDS, inputId: 'c1' });
});

it('receives messages by notify and events by inject', async () => {
  const queue = { status: 'queue', event: 'queueUpdate', position: 2, estimatedWaitTime: 90_000 };
  expect(await calls('inject', { data: { handover: { ...queue, eventId: 'e1', sequence: 7 } } })).toBe(200);
  const said = { text: 'Hello', data: { handoverConnector: { origin: 'agent', eventId: 'e2' } } };
  expect(await calls('notify', said)).toBe(200);
  expect(heard).toMatchObject([
    { type: 'handover.status', id: 'e1', sequence: 7, data: queue },
    { type: 'agent.message', id: 'e2', data: { text: 'Hello' } },
  ]);
});

it('receives choices and files of an agent', async () => {
  const quickReplies = [{ id: 1, contentType: 'postback', title: 'Friday', payload: 'fri' }];
  const rich = { _quickReplies: { type: 'quick_replies', text: 'Which day?', quickReplies } };
  const attachments = [
    { url: 'https://files.example/a.png', fileName: 'a.png', mimeType: 'image/png', status: 'scanned' },
  ];
  const data = { _cognigy: { _default: rich }, attachments, handoverConnector: { origin: 'agent', eventId: 'e1' } };
  expect(await calls('notify', { data })).toBe(200);
  expect(heard[0]?.data).toMatchObject({
    text: 'Which day?',
    attachments: [{ url: 'https://files.example/a.png', filename: 'a.png', type: 'image/png' }],
    content: { type: 'quick_replies', items: [{ title: 'Friday', payload: 'fri' }] },
  });
});

describe('the Webhook Endpoint for channels that Engage serves', () => {
  const input = async (body: object, { token = DEMO_NATIVE_URL_TOKEN, key = WEBHOOK.apiKey } = {}): Promise<number> => {
    const headers = { 'content-type': 'application/json', 'x-webhook-key': key };
    return (await app.inject({ method: 'POST', url: `/${token}`, headers, payload: { ...NATIVE, ...body } }))
      .statusCode;
  };
  const data = { handoverConnector: { eventId: 'e1', messageId: 'm1', hasAttachment: false } };

  it('receives messages and choices of customers', async () => {
    expect(await input({ text: 'Hello', data })).toBe(200);
    const chosen = { ...data.handoverConnector, eventId: 'e2', title: 'Opening hours' };
    expect(await input({ text: 'opening-hours', data: { handoverConnector: chosen } })).toBe(200);
    expect(heard).toMatchObject([
      { ...NATIVE, type: 'user.message', id: 'e1', data: { messageId: 'm1', text: 'Hello' } },
      { id: 'e2', data: { text: 'Opening hours', payload: 'opening-hours' } },
    ]);
  });

  it('refuses strangers and other Endpoints', async () => {
    expect(await input({ data }, { key: 'wrong' })).toBe(401);
    expect(await input({ data }, { token: DEMO_URL_TOKEN })).toBe(404);
    expect(heard).toEqual([]);
  });

  it('sends the bot’s output with an id by which a repeat is recognised', async () => {
    connector.reply({ status: 202, body: { route: 'bot' } });
    const message = {
      ...NATIVE,
      messageId: 'm2',
      author: 'bot',
      text: 'Hi',
      sentAt: clock.now().toISOString(),
    } as const;
    expect(await dialect.postMessage(message)).toEqual({ state: 'bot', route: 'bot' });
    const [request] = connector.requests;
    expect(request?.path).toBe('/v1/cognigy/outputs/outputs-key');
    expect(request?.headers.authorization).toBe(`Basic ${btoa('cognigy:outputs-password')}`);
    expect(request?.json()).toEqual({
      ...NATIVE,
      AIOutput: { text: 'Hi', data: { handoverConnector: { messageId: 'm2' } }, traceId: 'm2', source: 'bot' },
    });
  });

  it('hands over with its own name', async () => {
    await dialect.startHandover('h1', { ...NATIVE, reason: 'asked', summary: 'In short' });
    expect(connector.requests[0]?.json()).toMatchObject({ ...NATIVE, urlToken: DEMO_NATIVE_URL_TOKEN, inputId: 'h1' });
  });
});

it('refuses calls that the connector did not sign within five minutes', async () => {
  expect(await calls('notify', { data: {} }, 'other-secret')).toBe(401);
  expect(await calls('notify', { data: {} }, SECRET, String(Number(now()) - 301))).toBe(401);
  expect(heard).toEqual([]);
});
