import type { JsonObject } from '#kernel';
import { botPlatformConformance, type CallFacts, OWN_DIALECT } from '../../src/testing/bot-platform.conformance.js';
import { StubServer } from '../../../testing/src/stub-server.js';
import { CognigyStub } from './testing/cognigy-stub.js';
import { cognigyBot, registrationWith, signedHeaders, URL_TOKEN } from './testing/cognigy-tenant.js';
import { FakeCallBudget } from './testing/fake-call-budget.js';

const secretOf = (name: string): string => `transformer-secret-of-${name}`;

const node = (path: string, { id, ...who }: CallFacts) => ({
  path: `/v1/cognigy/handovers${path}`,
  body: { urlToken: URL_TOKEN, ...who, inputId: id },
});

const judge = await StubServer.start(); // only its reply is used, by the stubs of the suite
await judge.stop();

botPlatformConformance({
  registration: registrationWith(new FakeCallBudget()),
  botOf: (farSide, name) => cognigyBot(farSide.url, secretOf(name)),
  farSide: ({ bot }) => {
    const transformerSecret = bot.secrets['transformerSecret']?.reveal() ?? '';
    const stub = new CognigyStub(judge, { urlTokens: [URL_TOKEN], transformerSecret });
    return (request) => stub.answer(request);
  },
  dialect: { ...OWN_DIALECT, message: (route) => ({ status: 200, json: { route } }) },
  message: ({ id, author, ...said }, tenant) => {
    const body = { urlToken: URL_TOKEN, ...said, messageId: id, direction: author, data: {}, handoverFlag: false };
    return {
      path: '/v1/cognigy/messages',
      headers: signedHeaders(secretOf(tenant.slug), JSON.stringify(body), Date.now()),
      body,
    };
  },
  start: (facts) => node('', facts),
  cancel: (facts) => node('/cancel', facts),
  close: (facts) => node('/close', facts),
  mayPass: [404, 410],
  heard: (request) => {
    const { sessionId, text, data } = request.json<{ sessionId: string; text: string; data: JsonObject }>();
    const { eventId, status } = (data['handover'] ?? data['handoverConnector']) as { eventId: string; status?: string };
    return { id: eventId, sessionId, ...(data['handover'] ? { status: String(status) } : { text }) };
  },
});
