import { describe, expect, it } from 'vitest';
import { inspectInput } from '#web';
import { chatlayerRegistration } from './chatlayer.registration.js';
import { fixture } from './testing/chatlayer-fixtures.js';

const { description, setup } = chatlayerRegistration;
const { enabled: _, ...EXAMPLE } = fixture<{ enabled: boolean }>('config.example');
const faults = (settings: object) =>
  inspectInput(description.settingsClass, settings as never).map(({ pointer }) => pointer);

describe('the settings of a Chatlayer bot', () => {
  it('are those of the example', () => {
    expect(faults(EXAMPLE)).toEqual([]);
    expect(faults({})).toEqual([]);
  });

  it.each([
    ['botId', 'a/b'],
    ['apiBaseUrl', 'ftp://api.chatlayer.ai'],
    ['apiBaseUrl', 'https://api.chatlayer.ai?x=1'],
    ['accessToken', 'with blank'],
    ['verifyToken', 'short'],
    ['requireTokenOnOffload', 'yes'],
    ['offloadSuccessDialogStateId', 'no uuid'],
    ['offloadUnavailableDialogStateId', 7],
    ['afterHandoverDialogStateId', ''],
    ['resumeStrategy', 'pray'],
    ['writeSessionData', 1],
    ['texts', []],
    ['actionTemplates', 'x'],
    ['webhookKey', 'chosen by someone'],
    ['enabled', true],
  ])('refuse %s = %j', (name, value) => {
    expect(new Set(faults({ ...EXAMPLE, [name]: value }))).toEqual(new Set([`/${name}`]));
  });

  it.each([
    ['/texts/goodbye', { texts: { goodbye: '' } }],
    ['/texts/surprise', { texts: { surprise: 'x' } }],
    ['/actionTemplates/resume', { actionTemplates: { resume: [] } }],
    ['/actionTemplates/gotoDialog', { actionTemplates: { gotoDialog: { nextDialogstateId: 'fixed' } } }],
    ['/actionTemplates/setSession', { actionTemplates: { setSession: { sessionData: {} } } }],
  ])('name the fault at %s', (pointer, settings) => {
    expect(faults(settings)).toContain(pointer);
  });

  it('need secrets, of which this service generates two', () => {
    expect(description.missing({}, ['verifyToken'])).toEqual(['bot.accessToken', 'bot.webhookKey']);
    const made = ['verifyToken', 'webhookKey'].map((name) => description.generateSecret?.(name));
    for (const secret of made) expect(secret).toMatch(/^[\w-]{32}$/);
    expect(made[0]).not.toBe(made[1]);
    expect(description.generateSecret?.('accessToken')).toBeUndefined();
  });

  it('forward handovers only, and no sources of Engage itself', () => {
    expect(description.handoverDefaults).toEqual({ forwardOnlyHandover: true });
    expect(description.check?.({}, { engage: { nativeSourceIds: [] } })).toEqual([]);
    expect(() => description.check?.({}, { engage: { nativeSourceIds: ['a'] } })).toThrow(
      expect.objectContaining({ code: 'tenant.native-sources-unsupported', kind: 'unprocessable' }),
    );
  });

  it('come with a guide that shows the URL and where to find everything else', () => {
    const urls = { chatlayerUrl: 'https://handover.example.com/v1/chatlayer/<webhookKey>' };
    const steps = setup.steps({ slug: 'acme', urls } as never);
    const text = JSON.stringify(steps);
    expect(steps.flatMap(({ values }) => values)).toContainEqual({
      field: 'Offloading Webhook API URL',
      value: 'https://handover.example.com/v1/chatlayer/<webhookKey>',
    });
    for (const word of ['Verify Token', 'Send to offload provider', 'Generate token', 'executeConversationAction'])
      expect(text).toContain(word);
    const named = steps.flatMap(({ settings }) => settings);
    expect([...named].sort()).toEqual(description.missing({}, []).sort());
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    expect(text).not.toMatch(/bot.key/i); // Chatlayer has none
    expect(steps.at(-1)).toMatchObject({ id: 'chatlayer-try', section: 'test' });
  });
});
