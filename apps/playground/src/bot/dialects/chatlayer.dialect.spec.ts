import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, StubServer } from '#testing';
import { Chat } from '../chat.js';
import type { Mode } from '../chat.types.js';
import { Chats } from '../chats.js';
import type { ConnectorEvent } from '../connector-event.js';
import { ChatlayerDialect, DEMO_BOT_ID } from './chatlayer.dialect.js';
import { FAILED, JOINED } from './chatlayer-action.js';

const WEBHOOK = '/v1/chatlayer/webhook-key';
const CHAT = 'chat-1';
const SENT_AT = '2026-03-02T09:00:00.000Z';
const bubble = (text: string): object => ({ textMessageTemplate: { textMessages: [{ text }] } });

let connector: StubServer;
let directory: string;
let chats: Chats;
let dialect: ChatlayerDialect;
let app: FastifyInstance;
let heard: ConnectorEvent[];

beforeEach(async () => {
  connector = await StubServer.start();
  directory = await mkdtemp(join(tmpdir(), 'chatlayer-dialect-'));
  chats = await Chats.load(directory);
  await chats.add(Chat.open(CHAT, 'maya'));
  const settings = { botKey: 'webhook-key', callbackSecret: 'access-token', verifyToken: 'verify token' };
  dialect = new ChatlayerDialect({ connectorUrl: connector.url, ...settings }, chats, new FakeClock());
  app = Fastify();
  heard = [];
  dialect.serve(app, async (event) => heard.push(event) > 0);
});

afterEach(async () => {
  await app.close();
  await connector.stop();
  await rm(directory, { recursive: true });
});

const isIn = (mode: Mode): void => chats.find(CHAT)?.become({ mode });
const post = (author: 'user' | 'bot'): Promise<object> =>
  dialect.postMessage({ sessionId: CHAT, userId: 'maya', messageId: 'm1', author, text: 'Hello', sentAt: SENT_AT });
const offload = (): Promise<void> =>
  dialect.startHandover('h1', {
    sessionId: CHAT,
    userId: 'maya',
    reason: 'asked',
    summary: 'In short',
    context: { page: 'Shop' },
    profile: { firstname: 'Maya' },
    transcript: [
      { messageId: 'm1', author: 'user', text: 'Hi', sentAt: SENT_AT },
      { messageId: 'm2', author: 'agent', text: 'Ho', sentAt: SENT_AT },
    ],
  });
async function act(action: object, more: { botId?: string; token?: string } = {}): Promise<number> {
  const { botId = DEMO_BOT_ID, token = 'access-token' } = more;
  const url = `/v1/bots/${botId}/conversations/${CHAT}/actions?version=LIVE`;
  const headers = { authorization: `Bearer ${token}` };
  return (await app.inject({ method: 'POST', url, headers, payload: action })).statusCode;
}
const received = (): unknown[] => heard.map(({ type, data }) => ('status' in data ? data.status : { type, ...data }));

describe('the calls of Chatlayer', () => {
  it('reports messages, with its token', async () => {
    expect(await post('user')).toEqual({ state: 'bot', route: 'bot' });
    const [request] = connector.requests;
    expect([request?.path, request?.query.get('challenge.verifyToken')]).toEqual([WEBHOOK, 'verify token']);
    expect(request?.json()).toMatchObject({
      event: 'messages',
      botId: DEMO_BOT_ID,
      version: 'LIVE',
      sessionId: CHAT,
      messages: [{ actor: 'user', message: { id: 'm1', text: 'Hello' }, timestamp: SENT_AT }],
    });
  });

  it.each([
    ['queue', { state: 'queue', route: 'agent' }],
    ['agent', { state: 'active', route: 'agent' }],
  ] as const)('reports messages of customers but none of a paused bot (%s)', async (mode, receipt) => {
    isIn(mode);
    expect(await post('bot')).toEqual(receipt);
    expect(connector.requests).toEqual([]);
    expect(await post('user')).toEqual(receipt);
    expect(connector.requests).toHaveLength(1);
  });

  it('offloads with transcript and payload, and pauses the bot when agents accept it', async () => {
    connector.reply({ body: { offloadSuccess: true, pauseBot: true } });
    await offload();
    expect(connector.requests[0]?.json()).toMatchObject({
      event: 'offload',
      transcript: [{ actor: 'user' }, { actor: 'bot', message: { text: 'Ho' } }],
      payload: { profile: { firstname: 'Maya' }, reason: 'asked', summary: 'In short', page: 'Shop' },
    });
    expect(received()).toEqual(['queue']);
  });

  it('is refused when no agent accepts it', async () => {
    connector.reply({ body: { offloadSuccess: false, pauseBot: false } });
    await expect(offload()).rejects.toThrow(/no agent/);
    expect(received()).toEqual([]);
  });
});

describe('conversation actions', () => {
  it('shows bubbles; with the first one the agent joins', async () => {
    isIn('queue');
    const file = { url: 'https://cdn.example.com/a.png', type: 'image' };
    const sheet = { title: 'Open file', url: 'https://cdn.example.com/a.pdf' };
    const button = { textMessages: [{ text: 'a.pdf' }], buttons: [{ urlButton: sheet }] };
    const sendMessages = [bubble('Hi'), { attachmentTemplate: { media: file } }, { buttonTemplate: button }];
    expect(await act({ sendMessages })).toBe(200);
    expect(received()).toMatchObject([
      'active',
      { type: 'agent.message', text: 'Hi', attachments: [] },
      { text: '', attachments: [file] },
      { text: '', attachments: [{ url: sheet.url, filename: 'a.pdf' }] },
    ]);
  });

  it.each([
    ['agent', { pauseBot: false }, 'completed'],
    ['queue', { pauseBot: false }, 'cancelled'],
    ['bot', { pauseBot: true }, 'active'],
    ['queue', { sendMessages: [bubble(FAILED)] }, 'error'],
    ['queue', { sendMessages: [bubble(JOINED)] }, 'active'],
  ] as const)('understands, while the chat is with %s, %j as %s', async (mode, action, status) => {
    isIn(mode);
    expect(await act(action)).toBe(200);
    expect(received()).toEqual([status]);
  });

  it('refuses strangers, other bots and unknown actions', async () => {
    const resume = { pauseBot: false };
    expect(await act(resume, { token: 'wrong' })).toBe(401);
    expect(await act(resume, { botId: 'other' })).toBe(404);
    expect(await act({ dance: true })).toBe(400);
    expect(heard).toEqual([]);
  });
});
