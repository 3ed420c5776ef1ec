import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeClock, StubServer } from '#testing';
import { Chat } from '../chat.js';
import { Chats } from '../chats.js';
import type { ConnectorEvent } from '../connector-event.js';
import { CognigyDialect, DEMO_URL_TOKEN } from './cognigy.dialect.js';
import { signed } from './cognigy-signature.js';

const SECRET = 'transformer-secret';
const SESSION = { sessionId: 'chat-1', userId: 'maya' };
const IDS = { ...SESSION, urlToken: DEMO_URL_TOKEN };

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
  const settings = { connectorUrl: connector.url, botKey: 'bot-key', callbackSecret: SECRET };
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
    ...{ 'content-type': 'application/json', 'x-connector-timestamp': timestamp },
    'x-connector-signature': signed(secret, timestamp, payload),
  };
  return (await app.inject({ method: 'POST', url: `/${service}/${DEMO_URL_TOKEN}`, headers, payload })).statusCode;
}

it('reports what passes the Endpoint, signed', async () => {
  connector.reply({ body: { route: 'agent' } });
  const message = { ...SESSION, messageId: 'm1', text: 'Hello', sentAt: clock.now().toISOString() };
  expect(await dialect.postMessage({ ...message, author: 'user' })).toEqual({ state: 'queue', route: 'agent' });
  await dialect.postPresence(SESSION.sessionId, 'user_connected');
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
    ...{ ...IDS, inputId: 'h1', language: 'en', context: { page: 'Shop' } },
    transcript: [{ role: 'assistant', payload: { text: 'Hi' }, timestamp: clock.millis() }],
  });
  expect(cancel).toEqual({ ...IDS, inputId: 'c1' });
});

it('hears words by notify and events by inject', async () => {
  const queue = { status: 'queue', event: 'queueUpdate', position: 2, estimatedWaitTime: 90_000 };
  expect(await calls('inject', { data: { handover: { ...queue, eventId: 'e1', sequence: 7 } } })).toBe(200);
  const said = { text: 'Hello', data: { handoverConnector: { origin: 'agent', eventId: 'e2' } } };
  expect(await calls('notify', said)).toBe(200);
  expect(heard).toMatchObject([
    { type: 'handover.status', id: 'e1', sequence: 7, data: queue },
    { type: 'agent.message', id: 'e2', data: { text: 'Hello' } },
  ]);
});

it('refuses what the connector did not sign within five minutes', async () => {
  expect(await calls('notify', { data: {} }, 'other-secret')).toBe(401);
  expect(await calls('notify', { data: {} }, SECRET, String(Number(now()) - 301))).toBe(401);
  expect(heard).toEqual([]);
});
