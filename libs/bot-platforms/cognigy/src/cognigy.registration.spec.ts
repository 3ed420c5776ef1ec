import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#kernel';
import { mapProfile } from '#profile-mapping';
import { inspectInput } from '#web';
import { setupSteps } from './application/setup-steps.js';
import { cognigyRegistration } from './cognigy.registration.js';
import { fixture } from './testing/cognigy-tenant.js';

const { description } = cognigyRegistration;
const facts = {
  bot: {},
  engage: {} as never,
  forwardOnlyHandover: true,
  engageUrl: 'https://handover.example/handover/rce/acme',
  botBaseUrl: 'https://handover.example/v1',
  urls: { cognigyOutputsUrl: 'https://handover.example/v1/cognigy/outputs/<webhookKey>' },
  missing: [],
};
const steps = setupSteps(facts);
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

  it('are checked', () => {
    const wrong = {
      endpointBaseUrl: 'endpoint',
      urlTokens: ['a/b', 7],
      transformerSecret: 'short',
      outputsUser: 'a:b',
      outputsPassword: 'short',
      legacyApi: { baseUrl: 'x', apiKey: 'with blanks' },
      queueWidget: 'yes',
      other: 1,
    };
    expect([...new Set(faults(wrong))].sort()).toEqual(
      [...Object.keys(wrong).filter((name) => name !== 'legacyApi'), 'legacyApi/apiKey', 'legacyApi/baseUrl']
        .map((name) => `/${name}`)
        .sort(),
    );
  });

  it('include the secrets that are ours to choose', () => {
    for (const name of ['transformerSecret', 'webhookKey']) {
      const secret = description.generateSecret?.(name) ?? '';
      expect(faults({ [name]: secret })).toEqual([]);
      expect(secret.length).toBeGreaterThan(40);
    }
    expect(description.generateSecret?.('outputsPassword')).toBeUndefined();
  });
});

describe('the profile', () => {
  it('becomes what an agent sees, without what Cognigy keeps for itself', () => {
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
  it('holds every address and both secrets as placeholders', () => {
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

  it('has payloads that are JSON', () => {
    const payload = JSON.parse(valueOf('cognigy-start', 'Payload')) as JsonObject;
    expect(payload).toMatchObject({
      userId: '{{input.userId}}',
      profile: { $cs: { script: 'profile', type: 'object' } },
    });
    for (const [id, field] of [
      ['cognigy-end', 'Close and cancel: payload'],
      ['cognigy-end', 'Inactivity: payload'],
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
