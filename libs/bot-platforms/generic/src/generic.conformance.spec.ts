import { Webhook } from 'standardwebhooks';
import { botPlatformConformance, type CallFacts } from '../../src/testing/bot-platform.conformance.js';
import { Secret } from '#kernel';
import { genericRegistration } from './generic.registration.js';

interface Document {
  id: string;
  tenant: string;
  sessionId: string;
  data: { text?: string; status?: string };
}

const ending = (how: 'cancel' | 'close', { sessionId, id }: CallFacts) => ({
  path: `/v1/handovers/${how}`,
  headers: { 'idempotency-key': id },
  body: { sessionId },
});

botPlatformConformance({
  registration: genericRegistration,
  showsTyping: true,
  botOf: (farSide, name) => ({
    platform: 'generic',
    settings: { callbackUrl: `${farSide.url}/events` },
    secrets: { callbackSecret: new Secret(`whsec_${Buffer.from(name.padEnd(32, '.')).toString('base64')}`) },
  }),
  farSide: (tenant) => (request) => {
    const secret = tenant.bot.secrets['callbackSecret']?.reveal() ?? '';
    try {
      const document = new Webhook(secret).verify(request.text, request.headers as Record<string, string>) as Document;
      const expected =
        request.method === 'POST' && request.path === '/events' && document.id === request.headers['webhook-id'];
      return { status: expected && document.tenant === tenant.slug ? 204 : 400, body: '' };
    } catch {
      return { status: 401 };
    }
  },
  message: ({ id, ...said }) => ({ path: '/v1/messages', body: { ...said, messageId: id } }),
  start: ({ id, ...who }) => ({ path: '/v1/handovers', headers: { 'idempotency-key': id }, body: who }),
  cancel: (facts) => ending('cancel', facts),
  close: (facts) => ending('close', facts),
  heard: (request) => {
    const { id, sessionId, data } = request.json<Document>();
    return {
      id,
      sessionId,
      ...(data.text !== undefined && { text: data.text }),
      ...(data.status !== undefined && { status: data.status }),
    };
  },
});
