import { expect } from 'vitest';
import type { JsonObject, JsonValue } from '#kernel';
import { ChatlayerStub } from '../../libs/bot-platforms/chatlayer/src/testing/chatlayer-stub.js';
import { startWorld, type World } from '../harness/index.js';
import type { Surroundings } from './cells.js';
import { CHATLAYER_ROWS } from './chatlayer-rows.js';
import { type BotSide, Conversations, type Ids, type Turn } from './conversations.js';
import { startFileHost } from './file-host.js';

const BOT_ID = 'hv4k9tqm';
const ACCESS_TOKEN = 'tok_id:tok_secret';

export async function startChatlayer(): Promise<Surroundings> {
  const files = await startFileHost();
  const world = await startWorld();
  const stub = await ChatlayerStub.start({ accessToken: ACCESS_TOKEN, botId: BOT_ID });
  const webhookUrl = await configure(world, stub);
  const conversations = new Conversations(world, chatlayerSide(stub, webhookUrl));
  return {
    places: { connector: world.connectors[0]?.url ?? '', engage: world.acme.engage.url, files: files.url },
    rows: (direction) => CHATLAYER_ROWS[direction],
    line: (direction) => conversations.line(direction),
    stop: async () => {
      await world.stop();
      await stub.stop();
      await files.stop();
    },
  };
}

/** @returns the address that Chatlayer calls */
async function configure(world: World, stub: ChatlayerStub): Promise<string> {
  const bot = { platform: 'chatlayer', botId: BOT_ID, accessToken: ACCESS_TOKEN, apiBaseUrl: stub.apiBaseUrl };
  const settings = { bot, handover: { forwardOnlyHandover: false } };
  const answer = await world.admin.call('PATCH', '/admin/tenants/acme', settings);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  const [webhookKey, verifyToken] = await Promise.all(
    ['webhookKey', 'verifyToken'].map(async (name) => {
      const { body } = await world.admin.post<{ value: string }>(`/admin/tenants/acme/secrets/${name}/rotate`);
      return body.value;
    }),
  );
  return `${world.connectors[0]?.url ?? ''}/v1/chatlayer/${webhookKey}?challenge.verifyToken=${verifyToken}`;
}

function chatlayerSide(stub: ChatlayerStub, webhookUrl: string): BotSide {
  let second = 0;
  const itemOf = ({ author, given }: Turn): JsonObject => {
    const timestamp = new Date(Date.UTC(2026, 2, 19, 10, 0, ++second)).toISOString();
    const own: JsonObject = author === 'user' ? { id: `message-${second}` } : {};
    return { actor: author, message: { ...own, ...given }, timestamp };
  };
  const post = async ({ sessionId, channel }: Ids, event: string, more: JsonObject): Promise<unknown> => {
    const timestamp = new Date(Date.UTC(2026, 2, 19, 10, 0, second)).toISOString();
    const body = { botId: BOT_ID, version: 'DRAFT', sessionId, channel: channel ?? 'web', event, timestamp, ...more };
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(webhookUrl, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status).toBe(200);
    return response.json();
  };
  return {
    words: (text, author) => ({ ...(author === 'user' && { messageType: 'text' }), text }),
    says: async (ids, turn) => {
      await post(ids, 'messages', { messages: [itemOf(turn)] });
    },
    handsOver: async (ids, turns = []) => {
      const answer = await post(ids, 'offload', { transcript: turns.map(itemOf) });
      expect(answer).toEqual({ offloadSuccess: true, pauseBot: true });
    },
    received: (sessionId) => stub.actionsOf(sessionId) as JsonValue[],
  };
}
