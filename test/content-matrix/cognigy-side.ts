import { expect } from 'vitest';
import type { JsonObject, JsonValue } from '#kernel';
import { CognigyStub } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-stub.js';
import { TransformerSandbox } from '../../libs/bot-platforms/cognigy/src/testing/transformer-sandbox.js';
import { startWorld, type World } from '../harness/index.js';
import type { Surroundings } from './cells.js';
import { COGNIGY_ROWS } from './cognigy-rows.js';
import { type BotSide, Conversations, type Ids, NATIVE_SOURCES } from './conversations.js';
import { startFileHost } from './file-host.js';

const URL_TOKEN = 'webchat-endpoint-of-acme';
const NATIVE_URL_TOKEN = 'native-endpoint-of-acme';
const TRANSFORMER_SECRET = 'transformer-secret-of-the-matrix';
const OUTPUTS = { webhookKey: 'outputs-of-acme', outputsPassword: 'outputs-password-of-acme' };
const WEBCHAT = 'webchat3';

export async function startCognigy(): Promise<Surroundings> {
  const files = await startFileHost();
  const world = await startWorld();
  const stub = await CognigyStub.start({
    urlTokens: [URL_TOKEN, NATIVE_URL_TOKEN],
    transformerSecret: TRANSFORMER_SECRET,
  });
  await configure(world, stub);
  const connector = world.connectors[0]?.url ?? '';
  const transformer = new TransformerSandbox({
    messagesUrl: `${connector}/v1/cognigy/messages`,
    botKey: world.acme.v1.key,
    transformerSecret: TRANSFORMER_SECRET,
    forwardAll: true,
  });
  const conversations = new Conversations(world, cognigySide(world, stub, transformer));
  return {
    places: { connector, engage: world.acme.engage.url, files: files.url },
    rows: (direction) => COGNIGY_ROWS[direction],
    line: (direction) => conversations.line(direction),
    stop: async () => {
      await world.stop();
      await stub.stop();
      await files.stop();
    },
  };
}

async function configure(world: World, stub: CognigyStub): Promise<void> {
  const endpoint = { endpointBaseUrl: stub.server.url, urlTokens: [URL_TOKEN], transformerSecret: TRANSFORMER_SECRET };
  const bot = { platform: 'cognigy', ...endpoint, nativeUrlToken: NATIVE_URL_TOKEN, ...OUTPUTS };
  const settings = { bot, engage: { nativeSourceIds: NATIVE_SOURCES } };
  const answer = await world.admin.call('PATCH', '/admin/tenants/acme', settings);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
}

function cognigySide(world: World, stub: CognigyStub, transformer: TransformerSandbox): BotSide {
  const { v1 } = world.acme;
  const connector = world.connectors[0]?.url ?? '';
  let inputs = 0;
  const received = (service: 'notify' | 'input') => (sessionId: string) =>
    stub.of(sessionId, service).map(({ body: { text, data, attachments } }): JsonObject => ({
      ...(text !== undefined && { text }),
      data,
      ...(attachments !== undefined && { attachments }),
    }));
  return {
    words: (text) => ({ text, data: {} }),
    says: async ({ channel = WEBCHAT, ...ids }, { author, given }) => {
      const endpoint = { URLToken: URL_TOKEN, channel };
      if (author === 'bot')
        await transformer.run('handleOutput', { ...ids, endpoint, output: given, processedOutput: given });
      else await transformer.run('handleInput', { endpoint, payload: { ...ids, ...given, channel } });
    },
    handsOver: async ({ channel = WEBCHAT, ...ids }, turns) => {
      const transcript = turns?.map(({ author, given }, index) => stepOf(author, given, `${ids.sessionId}-${index}`));
      const request = { urlToken: URL_TOKEN, ...ids, inputId: `input-${++inputs}` };
      const answer = await v1.post('/v1/cognigy/handovers', {
        ...request,
        ...(transcript ? { transcript } : { channel }),
      });
      expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
    },
    received: received('notify'),
    onEngage: { replies: (ids, given) => flowSays(connector, ids, given), received: received('input') },
  };
}

function stepOf(author: 'user' | 'bot', payload: JsonObject, id: string): JsonValue {
  return author === 'user'
    ? { role: 'user', type: 'input', payload, id }
    : { role: 'assistant', type: 'output', payload, id };
}

let outputs = 0;

/** The call of the Webhook Endpoint for an output of its flow. */
async function flowSays(connector: string, ids: Ids, { text = null, data }: JsonObject): Promise<void> {
  const messageId = `output-${++outputs}`;
  const AIOutput = { text, data: { ...(data as JsonObject), handoverConnector: { messageId } }, source: 'bot' };
  const response = await fetch(`${connector}/v1/cognigy/outputs/${OUTPUTS.webhookKey}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`cognigy:${OUTPUTS.outputsPassword}`).toString('base64')}`,
    },
    body: JSON.stringify({ ...ids, AIOutput }),
  });
  expect(response.status).toBe(202);
}
