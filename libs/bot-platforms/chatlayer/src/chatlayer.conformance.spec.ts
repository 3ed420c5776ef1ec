import { createHash } from 'node:crypto';
import { Secret } from '#kernel';
import type { Tenant } from '#tenant-config';
import { type BotRequest, botPlatformConformance } from '../../src/testing/bot-platform.conformance.js';
import { chatlayerRegistration } from './chatlayer.registration.js';
import { chatlayerReply } from './testing/chatlayer-stub.js';

/** Texts by which the suite recognises what a bot received. */
const TEXTS = {
  accepted: 'status: queue',
  agentJoined: 'status: active',
  goodbye: 'status: completed',
  cancelled: 'status: cancelled',
  failed: 'status: error',
};

const offloadUrl = ({ bot }: Tenant): string =>
  `/v1/chatlayer/${bot.secrets['webhookKey']!.reveal()}?challenge.verifyToken=${bot.secrets['verifyToken']!.reveal()}`;

const envelope = { botId: 'hv4k9tqm', version: 'LIVE' };

/** Calls differ by their times: there is no other id. */
const timeOf = (id: string): string =>
  new Date(Date.UTC(2026, 2, 19, 10) + createHash('sha256').update(id).digest().readUInt16BE()).toISOString();

botPlatformConformance({
  registration: chatlayerRegistration,
  botOf: (farSide, name) => ({
    platform: 'chatlayer',
    settings: { botId: 'hv4k9tqm', apiBaseUrl: farSide.url, texts: TEXTS },
    secrets: {
      accessToken: new Secret(`access-${name}:0123456789`),
      verifyToken: new Secret(`verify-${name}-0123456789`),
      webhookKey: new Secret(`webhook-key-${name}-0123456789`),
    },
  }),
  farSide: (tenant) => chatlayerReply({ accessToken: tenant.bot.secrets['accessToken']!.reveal(), botId: 'hv4k9tqm' }),
  sessionIsUser: true,
  reportsRefusals: true,
  dialect: {
    message: () => ({ status: 200, json: {} }),
    started: () => ({ status: 200, json: { offloadSuccess: true, pauseBot: true } }),
    refused: () => ({ status: 200, json: { offloadSuccess: false, pauseBot: false } }),
    changedRepeat: { status: 200 },
    strangers: (request: BotRequest) => [
      { ...request, path: request.path.replace('webhook-key-acme', 'webhook-key-nobody') },
    ],
    stranger: { status: 404 },
  },
  message: ({ sessionId, id, author, text }, tenant) => ({
    path: offloadUrl(tenant),
    body: {
      ...envelope,
      event: 'messages',
      sessionId,
      messages: [
        { actor: author, message: { messageType: 'text', channelType: 'web', text, id }, timestamp: timeOf(id) },
      ],
      timestamp: timeOf(id),
    },
  }),
  start: ({ sessionId, id }, tenant) => ({
    path: offloadUrl(tenant),
    body: { ...envelope, event: 'offload', sessionId, transcript: [], timestamp: timeOf(id) },
  }),
  heard: (request) => {
    const { sendMessages } = request.json<{
      sendMessages?: { textMessageTemplate: { textMessages: { text: string }[] } }[];
    }>();
    const text = sendMessages?.[0]?.textMessageTemplate.textMessages[0]?.text;
    const status = text?.startsWith('status: ') ? text.slice('status: '.length) : undefined;
    return {
      sessionId: decodeURIComponent(request.path.split('/')[5] ?? ''),
      ...(text !== undefined && { text }),
      ...(status !== undefined && { status }),
    };
  },
});
