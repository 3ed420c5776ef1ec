import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#kernel';
import { mapProfile } from '#profile-mapping';
import { inspectInput } from '#web';
import { cognigyRegistration } from './cognigy.registration.js';
import { fixture } from './testing/cognigy-tenant.js';

const { description, setup } = cognigyRegistration;
const facts = {
  slug: 'acme',
  publicUrl: 'https://handover.example',
  verifyTokenIsPublic: false,
  events: [],
  bot: {},
  engage: { nativeSourceIds: [], sourceId: '8da592bc6fcf8bae41b2' } as never,
  forwardOnlyHandover: true,
  engageUrl: 'https://handover.example/handover/rce/acme',
  botBaseUrl: 'https://handover.example/v1',
  urls: { cognigyOutputsUrl: 'https://handover.example/v1/cognigy/outputs/<webhookKey>' },
  missing: [],
};
const withSources = { ...facts, engage: { nativeSourceIds: ['65a1c0de0000000000000011'] } as never };
const steps = setup.steps(facts);
const valueOf = (id: string, field: string) =>
  steps.find((step) => step.id === id)?.values.find((value) => value.field === field)?.value ?? '';

describe('settings', () => {
  const faults = (settings: JsonObject) =>
    inspectInput(description.settingsClass, settings).map(({ pointer }) => pointer);

  it('are all optional at first, and named while they are missing', () => {
    expect(faults({})).toEqual([]);
    expect(description.missing({}, [])).toEqual(['bot.endpointBaseUrl', 'bot.urlTokens', 'bot.transformerSecret']);
    const complete = { endpointBaseUrl: 'https://endpoint.example', urlTokens: ['token-of-the-endpoint'] };
    expect(description.missing(complete, ['transformerSecret'])).toEqual([]);
  });

  it('name the Endpoint for Engage’s own sources if there are some', () => {
    const missing = (bot: JsonObject, sourceId?: string) =>
      description.missing(bot, ['transformerSecret'], { sourceId, nativeSourceIds: ['65a1c0de0000000000000011'] });
    const endpointBaseUrl = 'https://endpoint.example';
    expect(missing({ endpointBaseUrl }, '8da592bc6fcf8bae41b2')).toEqual(['bot.urlTokens', 'bot.nativeUrlToken']);
    expect(missing({ endpointBaseUrl })).toEqual(['bot.nativeUrlToken']);
    expect(missing({ endpointBaseUrl, nativeUrlToken: 'token-of-the-webhook' })).toEqual([]);
  });

  it('keep the Endpoint for Engage’s own sources apart from the others', () => {
    const bot = { urlTokens: ['token-of-webchat'], nativeUrlToken: 'token-of-webchat' };
    expect(description.check?.(bot, {})).toMatchObject([{ pointer: '/bot/nativeUrlToken' }]);
    expect(description.check?.({ ...bot, nativeUrlToken: 'token-of-the-webhook' }, {})).toEqual([]);
    expect(description.check?.({ nativeUrlToken: 'token-of-the-webhook' }, {})).toEqual([]);
  });

  it('are checked', () => {
    const wrong = {
      endpointBaseUrl: 'endpoint',
      urlTokens: ['a/b', 7],
      transformerSecret: 'short',
      outputsUser: 'a:b',
      outputsPassword: 'short',
      nativeUrlToken: 'https://endpoint.example/token',
      nativeApiKey: 'with blanks',
      legacyApi: { baseUrl: 'x', apiKey: 'with blanks' },
      queueWidget: 'yes',
      callBudget: 0,
      other: 1,
    };
    expect([...new Set(faults(wrong))].sort()).toEqual(
      [...Object.keys(wrong).filter((name) => name !== 'legacyApi'), 'legacyApi/apiKey', 'legacyApi/baseUrl']
        .map((name) => `/${name}`)
        .sort(),
    );
  });

  it('include the secrets that this service generates', () => {
    for (const name of ['transformerSecret', 'webhookKey']) {
      const secret = description.generateSecret?.(name) ?? '';
      expect(faults({ [name]: secret })).toEqual([]);
      expect(secret.length).toBeGreaterThan(40);
    }
    expect(description.generateSecret?.('outputsPassword')).toBeUndefined();
  });
});

describe('the profile', () => {
  it('becomes what an agent sees, without Cognigy’s internal members', () => {
    const { cognigyProfile, engageUser } = fixture<{ cognigyProfile: JsonObject; engageUser: JsonObject }>(
      'profile-to-engage',
    );
    const mapping = { rules: [], exclude: [], onCollision: 'reject' as const, ...description.profileDefaults };
    const { user, contextData } = mapProfile(cognigyProfile, mapping, { userId: 'wc-7f3a1c52-user' });
    const { context_data: expected, id: _id, created_at: _created, updated_at: _updated, ...fields } = engageUser;
    expect(user).toEqual(fields);
    expect(contextData).toEqual(expected);
  });
});

describe('the setup guide', () => {
  it('contains every address, and both secrets as placeholders', () => {
    const text = JSON.stringify(steps);
    for (const path of [
      'handovers',
      'handovers/close',
      'handovers/cancel',
      'handovers/inactivity',
      'messages',
      'outputs',
    ])
      expect(text).toContain(`https://handover.example/v1/cognigy/${path}`);
    const script = valueOf('cognigy-transformer', 'Transformer');
    expect(script).toContain("BOT_KEY = '<bot key");
    expect(script).toContain("TRANSFORMER_SECRET = '<transformerSecret");
    expect(script).toContain("FORWARD_ALL = 'false'");
    expect(script).not.toContain('{{');
  });

  it('describes Engage’s own sources if there are any', () => {
    expect(steps.filter(({ id }) => id.startsWith('cognigy-native'))).toEqual([]);
    const native = setup.steps(withSources).filter(({ id }) => id.startsWith('cognigy-native'));
    expect(JSON.stringify(setup.steps(withSources))).not.toContain('bot.urlTokens'); // no channel is Cognigy's
    expect(native.flatMap(({ settings }) => settings)).toEqual(['bot.endpointBaseUrl', 'bot.nativeUrlToken']);
    expect(native.flatMap(({ values }) => values)).toContainEqual({
      field: 'Webhook URL',
      value: 'https://handover.example/v1/cognigy/outputs/<webhookKey>',
    });
  });

  it('has a transformer that gives each output an id, unless the flow has given one', async () => {
    const script = setup.steps(withSources).find(({ id }) => id === 'cognigy-native-ids')?.values[0]?.value ?? '';
    let made: { handleOutput(args: object): Promise<JsonObject> } | undefined;
    let ids = 0;
    const globals = {
      createWebhookTransformer: (given: typeof made) => (made = given),
      uuid: { v4: () => `id-${++ids}` },
    };
    runInContext(script, createContext(globals));
    const put = (data: unknown) =>
      made?.handleOutput({ userId: 'u', sessionId: 's', output: { text: 'Hi', data, traceId: 't' } });
    const body = (data: object) => ({ userId: 'u', sessionId: 's', AIOutput: { text: 'Hi', data, traceId: 't' } });
    expect(await put(null)).toEqual(body({ handoverConnector: { messageId: 'id-1' } }));
    const asked = { type: 'x', handoverConnector: { action: 'start' } };
    expect(await put(asked)).toEqual(body({ type: 'x', handoverConnector: { messageId: 'id-2', action: 'start' } }));
    const own = { handoverConnector: { messageId: 'mine' } };
    expect(await put(own)).toEqual(body(own));
  });

  it('asks tenants to leave the API service that Cognigy has removed', () => {
    const ids = (bot: JsonObject) => setup.steps({ ...facts, bot }).map(({ id }) => id);
    expect(ids({})).not.toContain('cognigy-legacy-api');
    expect(ids({ legacyApi: { baseUrl: 'https://api.example/new' } })).toContain('cognigy-legacy-api');
  });

  it('warns of the 65 kB that an HTTP Request node can send', () => {
    expect(steps.find(({ id }) => id === 'cognigy-transcript')?.instructions.join('\n')).toContain('65 kB');
    expect(valueOf('cognigy-transcript', 'Code')).toContain('input.transcript');
  });

  it('begins with the network and ends with a first handover', () => {
    expect(steps[0]?.id).toBe('cognigy-network');
    expect(steps.at(-1)).toMatchObject({ id: 'cognigy-test', section: 'test' });
  });

  it('returns the script with a key', () => {
    const { filename, text } = setup.script?.(facts, 'ehb_new') ?? {};
    expect(filename).toBe('transformer.js');
    expect(text).toContain("BOT_KEY = 'ehb_new'");
  });

  it('has payloads that are JSON', () => {
    const payload = JSON.parse(valueOf('cognigy-start', 'Payload')) as JsonObject;
    expect(payload).toMatchObject({
      userId: '{{input.userId}}',
      profile: { $cs: { script: 'profile', type: 'object' } },
    });
    for (const [id, field] of [
      ['cognigy-end', 'Payload to close or cancel'],
      ['cognigy-end', 'Payload for inactivity'],
      ['cognigy-waiting', 'Data'],
      ['cognigy-say-data', 'Data'],
    ] as const)
      expect(() => JSON.parse(valueOf(id, field)) as unknown, id).not.toThrow();
  });

  it('has a Code node that makes every documented path work', () => {
    const expected = fixture('input-object.queue-update');
    const { handover: _handover, ...input } = structuredClone(expected);
    runInContext(valueOf('cognigy-events', 'Code'), createContext({ input }));
    expect(input).toEqual(expected);
  });
});
