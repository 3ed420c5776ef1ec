import type { Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DestinationOutage } from '#delivery';
import { type BotEvent, type BotEventBody, HandoverDisabled, HandoverUnavailable } from '#handover';
import { AppError, type ConversationId, type HandoverId, newId, type SessionId, type UserId } from '#kernel';
import { type BotSettings, type Tenant, WEBHOOK_KEY } from '#tenant-config';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { type StubReply, type StubRequest, StubServer } from '../../../testing/src/stub-server.js';
import type { BotPlatformRegistration } from '../bot-platform-registration.js';
import { HOSTILE_TEXTS, OFFERED, wordsIn, wordsOf } from './offered.js';
import { partsOf, type PlatformApp, startPlatform } from './platform-app.js';

/** A call of the bot side in the platform's dialect. */
export interface BotRequest {
  readonly path: string;
  /** Headers besides the bot key. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Who calls about what; `id` is the same for a repeat. */
export interface CallFacts {
  readonly sessionId: string;
  readonly userId: string;
  readonly id: string;
}

/** What a bot received, in the terms of the suite. */
export interface Heard {
  /** Absent if the platform has no id for what it receives. */
  readonly id?: string;
  readonly sessionId: string;
  readonly text?: string;
  readonly status?: string;
}

export interface BotAnswer {
  readonly status: number;
  readonly json?: unknown;
}

/** How a platform answers its bot side. */
export interface BotDialect {
  message(route: 'bot' | 'agent'): BotAnswer;
  /** The answer for a handover that begins, or runs already. */
  started(created: boolean): BotAnswer;
  refused(reason: 'disabled' | 'unavailable', message: string): BotAnswer;
  /** Another body under the id of an earlier message. */
  readonly changedRepeat: BotAnswer;
  /** The same call without valid credentials. */
  strangers(request: BotRequest): readonly BotRequest[];
  readonly stranger: BotAnswer;
}

/** The answers of our own API. */
export const OWN_DIALECT: BotDialect = {
  message: (route) => ({ status: 202, json: { route } }),
  started: (created) => ({ status: created ? 201 : 200 }),
  refused: (reason, message) => ({
    status: reason === 'disabled' ? 409 : 503,
    json: { code: `handover.${reason}`, handover: { status: 'error', error: { reason, message } } },
  }),
  changedRepeat: { status: 422 },
  strangers: (request) =>
    ['', 'Bearer no one', 'Basic a2V5'].map((authorization) => ({ ...request, headers: { authorization } })),
  stranger: { status: 401 },
};

/** All that the suite needs to know about a platform. */
export interface BotPlatformDriver {
  readonly registration: BotPlatformRegistration;
  /** Settings that lead to the stub. `name` keeps the secrets of two tenants apart. */
  botOf(farSide: StubServer, name: string): BotSettings;
  /** The far side, as strict as the real one: 2xx only for calls that it would accept from this tenant. */
  farSide(tenant: Tenant): StubReply;
  /** Default: the answers of our own API. */
  readonly dialect?: BotDialect;
  message(facts: CallFacts & { author: 'user' | 'bot'; text: string }, tenant: Tenant): BotRequest;
  start(facts: CallFacts, tenant: Tenant): BotRequest;
  /** Absent if the bot side cannot end a handover. */
  cancel?(facts: CallFacts, tenant: Tenant): BotRequest;
  close?(facts: CallFacts, tenant: Tenant): BotRequest;
  /** Whether a session is the same as its user: then there are no two users of one session. */
  readonly sessionIsUser?: boolean;
  heard(request: StubRequest): Heard;
  /** Whether the platform can show that an agent types; otherwise it must not be called for it. */
  readonly showsTyping?: boolean;
  /** Whether the far side is called about a refusal, after it was answered. */
  readonly reportsRefusals?: boolean;
  /** Statuses that count as temporary at first and as refusals later. */
  readonly mayPass?: readonly number[];
}

type AgentSaid = Extract<BotEventBody, { type: 'agent.message' }>['data'];

/** The key under which `@ApiTags` stores the names. */
const TAGS = 'swagger/apiUseTags';

const FACTS = { sessionId: 'session-1', userId: 'user-1' };

/** What every bot platform must do, whatever its dialect. */
export function botPlatformConformance(driver: BotPlatformDriver): void {
  const dialect = driver.dialect ?? OWN_DIALECT;
  let farSide: StubServer;
  let otherFarSide: StubServer;
  let acme: Tenant;
  let globex: Tenant;
  let unwired: Tenant;
  let under: PlatformApp;

  beforeAll(async () => {
    [farSide, otherFarSide] = await Promise.all([StubServer.start(), StubServer.start()]);
    acme = aTenant({ slug: 'acme', bot: driver.botOf(farSide, 'acme') });
    globex = aTenant({ slug: 'globex', bot: driver.botOf(otherFarSide, 'globex') });
    unwired = aTenant({
      slug: 'unwired',
      bot: { platform: driver.registration.description.name, settings: {}, secrets: {} },
    });
    under = await startPlatform(driver.registration, acme, globex, unwired);
  });
  afterAll(async () => {
    await Promise.all([under.app.close(), farSide.stop(), otherFarSide.stop()]);
  });
  beforeEach(() => {
    under.handover.reset();
    for (const stub of [farSide, otherFarSide]) stub.reset();
    farSide.reply(driver.farSide(acme));
    otherFarSide.reply(driver.farSide(globex));
  });

  const call = async ({ path, headers, body }: BotRequest, tenant = acme) => {
    const response = await fetch(under.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer key-of-${tenant.slug}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, json: (text === '' ? undefined : JSON.parse(text)) as unknown };
  };
  const message = (id: string, text = 'Hello', author: 'user' | 'bot' = 'user') =>
    driver.message({ ...FACTS, id, author, text }, acme);
  const start = (id: string, tenant = acme) => driver.start({ ...FACTS, id }, tenant);
  const names = (tenant = acme) => under.handover.of(tenant.slug);

  let sequence = 0;
  const event = (body: BotEventBody): BotEvent => ({
    ...body,
    id: newId(),
    conversationId: newId<ConversationId>(),
    sessionId: FACTS.sessionId as SessionId,
    userId: FACTS.userId as UserId,
    address: {},
    sequence: ++sequence,
    occurredAt: '2026-03-02T09:15:00.000Z',
  });
  const agentSays = (text: string, more: Partial<AgentSaid> = {}): BotEvent =>
    event({
      type: 'agent.message',
      data: {
        messageId: newId(),
        text,
        attachments: [],
        agentName: 'Mara',
        sentAt: '2026-03-02T09:15:00.000Z',
        ...more,
      },
    });
  const deliver = (received: BotEvent, tenant = acme, signal = new AbortController().signal) =>
    under.platform.deliver(tenant, received, signal);
  const failureOf = (work: Promise<void>): Promise<AppError> =>
    work.then(
      () => expect.unreachable('It was delivered.'),
      (error: AppError) => error,
    );

  describe('the registration', () => {
    const { description, module, tag } = driver.registration;

    it('names the section of the API document that its controllers are in', () => {
      const controllers = partsOf<Type>(module, MODULE_METADATA.CONTROLLERS);
      expect(controllers).not.toEqual([]);
      for (const controller of controllers)
        expect(Reflect.getMetadata(TAGS, controller), controller.name).toEqual([tag.name]);
    });

    it('names the addresses that end with its webhook key, so that logs hide the key', () => {
      const { secrets, webhookAddresses = [] } = description;
      expect(webhookAddresses.length > 0).toBe(secrets.includes(WEBHOOK_KEY));
      for (const { path } of webhookAddresses) expect(path).toMatch(/^\/v1\/(?:[\w-]+\/)+$/);
    });
  });

  describe('the bot side calls', () => {
    it('accepts messages and says who answers the customer', async () => {
      expect(await call(message('m-1'))).toMatchObject(dialect.message('bot'));
      await call(start('h-1'));
      expect(await call(message('m-2', 'Are you there?'))).toMatchObject(dialect.message('agent'));
      expect(names()).toEqual(['message user: Hello', 'start', 'message user: Are you there?']);
    });

    it('starts a handover once', async () => {
      const first = await call(start('h-1'));
      const again = await call(start('h-2'));
      expect([first, again]).toMatchObject([dialect.started(true), dialect.started(false)]);
      expect(again.json).toEqual(first.json);
      expect(names()).toEqual(['start']);
    });

    const { cancel, close } = driver;
    if (cancel && close)
      it('cancels and closes a running handover, and says when there is none', async () => {
        for (const [ending, id] of [
          [cancel, 'a'],
          [close, 'b'],
        ] as const) {
          expect((await call(ending({ ...FACTS, id: `${id}-0` }, acme))).status).toBe(404);
          await call(start(`${id}-1`));
          expect((await call(ending({ ...FACTS, id: `${id}-2` }, acme))).status).toBe(202);
        }
        expect(names()).toEqual(['start', 'cancel', 'start', 'close']);
      });

    it('gives a repeat the first answer and no second effect', async () => {
      const cancelling = driver.cancel?.({ ...FACTS, id: 'c-1' }, acme);
      const requests = [message('m-1'), start('h-1'), ...(cancelling ? [cancelling] : [])];
      const first = [];
      for (const request of requests) first.push(await call(request));
      const second = [];
      for (const request of requests) second.push(await call(request));
      expect(second).toEqual(first);
      expect(names()).toEqual(['message user: Hello', 'start', ...(cancelling ? ['cancel'] : [])]);
    });

    it('gives another body under the same id no effect', async () => {
      await call(message('m-1', 'Hello'));
      expect(await call(message('m-1', 'Good bye'))).toMatchObject(dialect.changedRepeat);
      expect(names()).toEqual(['message user: Hello']);
    });

    if (!driver.sessionIsUser)
      it('continues with a customer who logs in as another user', async () => {
        const before = await call(message('m-1'));
        const loggedIn = { ...FACTS, userId: 'logged-in', id: 'm-2', author: 'user' as const, text: 'Hi' };
        const answer = await call(driver.message(loggedIn, acme));
        expect(answer.status).toBe(before.status);
      });

    it('says why no handover can start', async () => {
      const disabled = new HandoverDisabled();
      under.handover.startFailure = disabled;
      expect(await call(start('h-1'))).toMatchObject(dialect.refused('disabled', disabled.message));
      under.handover.startFailure = new HandoverUnavailable('No agent is available.');
      expect(await call(start('h-2'))).toMatchObject(dialect.refused('unavailable', 'No agent is available.'));
      under.handover.startFailure = new HandoverUnavailable('No agent is available.', { text: 'Morgen wieder.' });
      expect(await call(start('h-3'))).toMatchObject(dialect.refused('unavailable', 'Morgen wieder.'));
      // Otherwise it would reach a later test.
      if (driver.reportsRefusals)
        await farSide.received(1, (request) => driver.heard(request).text === 'Morgen wieder.');
    });

    it('keeps two tenants with the same ids apart', async () => {
      await call(message('m-1', 'for acme'));
      await call(start('h-1', globex), globex);
      const cancelling = driver.cancel?.({ ...FACTS, id: 'c-1' }, acme);
      if (cancelling) expect((await call(cancelling)).status).toBe(404);
      expect([names(), names(globex)]).toEqual([['message user: for acme'], ['start']]);
    });

    it('rejects calls without a key', async () => {
      for (const stranger of dialect.strangers(message('m-1')))
        expect(await call(stranger)).toMatchObject(dialect.stranger);
      expect(under.handover.effects).toEqual([]);
    });
  });

  describe('the bot side receives', () => {
    it('what the agent says', async () => {
      const received = agentSays('Good morning, 💶 & <b>you</b>');
      await deliver(received);
      const heard = farSide.requests.map((request) => driver.heard(request));
      expect(heard).toMatchObject([{ sessionId: FACTS.sessionId, text: 'Good morning, 💶 & <b>you</b>' }]);
      expect(heard[0]?.id ?? received.id).toBe(received.id);
    });

    it.each(HOSTILE_TEXTS)('what the agent says, unchanged: %j', async (text) => {
      await deliver(agentSays(text));
      expect(driver.heard(farSide.requests[0]!).text).toBe(text);
    });

    it.each(OFFERED)('the agent’s content, without losing a word: $type', async (content) => {
      for (const text of ['What about this?', '']) {
        const before = farSide.requests.length;
        await deliver(agentSays(text, { content }));
        const received = farSide.requests.slice(before).map(wordsOf).join('\n');
        for (const word of [text, ...wordsIn(content)]) expect(received).toContain(word);
      }
    });

    it('what the agent sends: every file', async () => {
      const attachments = ['image', 'video', 'audio', 'file'].map((type) => ({
        url: `https://files.example/${type}?a=1&b=%20`,
        type,
        filename: `${type} 1.bin`,
      }));
      await deliver(agentSays('Look at these', { attachments }));
      await deliver(agentSays('', { attachments: [{ url: 'https://files.example/bare' }] }));
      const received = farSide.requests.map(wordsOf).join('\n');
      const urls = [...attachments.map(({ url }) => url), 'https://files.example/bare'];
      for (const word of ['Look at these', ...urls]) expect(received).toContain(word);
    });

    it.each(['queue', 'active', 'completed', 'cancelled', 'error'] as const)(
      'that the handover is: %s',
      async (status) => {
        const error = status === 'error' ? { error: { reason: 'error' as const, message: 'Engage refused.' } } : {};
        const name = status === 'queue' ? 'accepted' : status;
        await deliver(
          event({ type: 'handover.status', data: { handoverId: newId<HandoverId>(), status, event: name, ...error } }),
        );
        expect(driver.heard(farSide.requests[0]!)).toMatchObject({ sessionId: FACTS.sessionId, status });
      },
    );

    it(`${driver.showsTyping ? 'that' : 'nothing when'} an agent types`, async () => {
      for (const typing of [true, false]) await deliver(event({ type: 'agent.typing', data: { typing } }));
      expect(farSide.requests).toHaveLength(driver.showsTyping ? 2 : 0);
    });

    it('one event after the other: a delivery is over when the far side has answered', async () => {
      const held = Promise.withResolvers<StubReply>();
      farSide.replyOnce(() => held.promise);
      const delivered: string[] = [];
      const first = deliver(agentSays('one')).then(() => delivered.push('one'));
      await farSide.received(1);
      expect(delivered).toEqual([]);
      held.resolve(driver.farSide(acme));
      await first;
      await deliver(agentSays('two'));
      expect(farSide.requests.map((request) => driver.heard(request).text)).toEqual(['one', 'two']);
    });

    it('the same id when an event is repeated', async () => {
      const received = agentSays('Once more');
      farSide.replyOnce({ status: 500 });
      await failureOf(deliver(received));
      await deliver(received);
      const [first, second] = farSide.requests.map((request) => driver.heard(request));
      expect(second).toEqual(first);
    });

    it('each tenant at its own far side, with its own secret', async () => {
      await deliver(agentSays('for acme'), acme);
      await deliver(agentSays('for globex'), globex);
      expect(farSide.requests.map((request) => driver.heard(request).text)).toEqual(['for acme']);
      expect(otherFarSide.requests.map((request) => driver.heard(request).text)).toEqual(['for globex']);
      otherFarSide.reply(driver.farSide(acme));
      expect((await failureOf(deliver(agentSays('in the wrong name'), globex))).kind).toBe('rejected');
    });
  });

  describe('when the far side fails', () => {
    it.each([408, 500, 501, 505])('HTTP %i may be temporary', async (status) => {
      farSide.reply({ status });
      const error = await failureOf(deliver(agentSays('Hi')));
      expect(error).toMatchObject({ kind: 'unavailable' });
      expect(error).not.toBeInstanceOf(DestinationOutage);
    });

    it('HTTP 429 delays the delivery, for as long as it says', async () => {
      farSide.replyOnce({ status: 429, headers: { 'retry-after': '7' } }, { status: 429 });
      expect(await failureOf(deliver(agentSays('Hi')))).toMatchObject({ kind: 'throttled', retryAfterMs: 7000 });
      expect(await failureOf(deliver(agentSays('Hi')))).toMatchObject({ kind: 'throttled', retryAfterMs: undefined });
    });

    it.each<StubReply>([{ status: 502 }, { status: 503, headers: { 'retry-after': '3' } }, { status: 504 }, 'reset'])(
      '%j is an outage',
      async (reply) => {
        farSide.reply(reply);
        const error = await failureOf(deliver(agentSays('Hi')));
        expect(error).toBeInstanceOf(DestinationOutage);
        if (typeof reply === 'object' && 'status' in reply && reply.status === 503)
          expect(error.retryAfterMs).toBe(3000);
      },
    );

    it('a refused connection is an outage', async () => {
      const gone = await StubServer.start();
      const tenant = aTenant({ bot: driver.botOf(gone, 'gone') });
      await gone.stop();
      expect(await failureOf(deliver(agentSays('Hi'), tenant))).toBeInstanceOf(DestinationOutage);
    });

    it.each([400, 401, 403, 404, 409, 410, 413, 422])(
      'HTTP %i is permanent, so nothing is repeated',
      async (status) => {
        farSide.reply({ status });
        const failures = driver.mayPass?.includes(status) ? 10 : 0;
        const delivered = under.platform.deliver(acme, agentSays('Hi'), new AbortController().signal, failures);
        expect(await failureOf(delivered)).toMatchObject({ kind: 'rejected' });
      },
    );

    it('follows no redirect', async () => {
      farSide.reply({ status: 307, headers: { location: `${otherFarSide.url}/elsewhere` } });
      expect(await failureOf(deliver(agentSays('Hi')))).toMatchObject({ kind: 'rejected' });
      expect(otherFarSide.requests).toEqual([]);
    });

    it.each<[string, StubReply]>([
      ['breaks off', { headers: { 'content-length': '100' }, body: 'five!', then: 'cut' }],
      ['is larger than the limit', { body: 'x'.repeat(5_000_000) }],
      ['goes on without end', { body: 'x', then: 'endless' }],
    ])('a 200 is a success even if its body %s', async (_, reply) => {
      farSide.reply(reply);
      await deliver(agentSays('Hi'));
      expect(farSide.requests).toHaveLength(1);
    });

    it('stops when the caller aborts', async () => {
      farSide.reply('hang');
      const caller = new AbortController();
      const failed = failureOf(deliver(agentSays('Hi'), acme, caller.signal));
      await farSide.received(1);
      caller.abort(new Error('shutting down'));
      expect(await failed).toMatchObject({ message: 'shutting down' });
    });

    it('shows neither secret nor text', async () => {
      const secrets = Object.values(acme.bot.secrets).map((secret) => secret?.reveal() ?? '-');
      for (const reply of [{ status: 400 }, { status: 503 }, 'reset'] as StubReply[]) {
        farSide.reply(reply);
        const error = await failureOf(deliver(agentSays('my card number')));
        const shown = `${error.message} ${String(error.cause)} ${JSON.stringify(error)} ${JSON.stringify(error.cause ?? null)}`;
        for (const word of [...secrets, 'my card number']) expect(shown).not.toContain(word);
      }
    });
  });

  describe('settings', () => {
    it('name the host that is called', () => {
      expect(under.platform.destination(acme, {})).toBe(new URL(farSide.url).host);
    });

    it('are asked for by name while they are missing', async () => {
      const missing = driver.registration.description.missing({}, []);
      expect(missing.length).toBeGreaterThan(0);
      expect(() => under.platform.destination(unwired, {})).toThrow(
        expect.objectContaining({ code: 'tenant.incomplete', missing }),
      );
      expect(await failureOf(deliver(agentSays('Hi'), unwired))).toMatchObject({ code: 'tenant.incomplete', missing });
    });
  });
}
