import { describe, expect, it } from 'vitest';
import type { UserId } from '#kernel';
import type { WhenClosed } from '#tenant-config';
import { aSituation, someSettings, Story } from '../../testing/a-situation.js';
import { HandoverUnavailable } from '../handover.errors.js';
import type { StartFact } from './fact.js';
import type { MachineSettings } from './settings.js';

const NINE = new Date('2026-03-02T09:00:00.000Z');
const NATIVE = { sourceId: 'whatsapp', replyTo: { contentId: 'c0', private: false } };
const SORRY = { default: 'Sorry', de: 'Leider' };
const TEXTS = { noPickup: SORRY, inactivity: SORRY, maxDuration: SORRY };
const HISTORY = { sent: [], unsent: [], isKnown: true, customerIsHeard: true };
const NO_ONE = { connected: 2, available: 0 };
const TIMER = { type: 'timer', standing: { thread: undefined, interventions: [] } } as const;

const start = (more: Partial<StartFact> = {}): StartFact => ({
  type: 'start',
  userId: 'u1' as UserId,
  hasProfile: false,
  contextData: {},
  categoryIds: [],
  options: {},
  ...more,
});

describe('a timer that ends the handover', () => {
  it.each([
    ['no-pickup', 'queue', { noPickupDueAt: NINE }, 'error', 'unavailable'],
    ['max-duration', 'queue', { maxDurationDueAt: NINE, noPickupDueAt: NINE }, 'error', 'error'],
    ['max-duration', 'active', { maxDurationDueAt: NINE }, 'error', 'error'],
    [
      'inactivity',
      'active',
      { inactivityDueAt: NINE, inactivityCount: 2, inactivityMinutes: 1 },
      'completed',
      undefined,
    ],
  ] as const)('%s in %s: the customer reads it, then the bot, then Engage', (cause, state, running, status, reason) => {
    const situation = aSituation(state, { running: { ...running, language: 'de-AT' } });
    const story = new Story(situation, someSettings({ timerTexts: TEXTS, inactivityCloseAfter: 2 }));
    const { decision } = story.happens(TIMER);
    const handoverId = situation.running?.id;
    expect(decision.toBot).toMatchObject([
      { type: 'agent.message', byTenant: true, handoverId, data: { text: 'Leider', agentName: null, attachments: [] } },
      { type: 'handover.status', customerTold: true, data: { handoverId, status, event: status } },
    ]);
    expect(decision.toBot[1]).toMatchObject({ data: reason === undefined ? {} : { error: { reason } } });
    expect(decision.toEngage).toMatchObject([{ kind: 'engage.return', payload: { handoverId, closeAgentSide: true } }]);
    expect(decision.entries).toMatchObject([{ author: 'system', text: 'Leider', forwarding: 'muted' }]);
    expect(decision.handover).toMatchObject({ changes: { endCause: cause } });
  });

  it('sends nothing if the tenant has no text', () => {
    const story = new Story(
      aSituation('queue', { running: { noPickupDueAt: NINE, language: 'fr' } }),
      someSettings({ timerTexts: { noPickup: { de: 'Leider' }, maxDuration: SORRY } }),
    );
    const { decision } = story.happens(TIMER);
    expect(decision.toBot).toMatchObject([{ type: 'handover.status' }]);
    expect(decision.toBot[0]).not.toHaveProperty('customerTold');
    expect(decision.entries).toEqual([]);
  });

  it('replies on a native source before the thread is given back', () => {
    const story = new Story(
      aSituation('active', { conversation: { nativeChannel: NATIVE }, running: { maxDurationDueAt: NINE } }),
      someSettings({ timerTexts: TEXTS }),
    );
    story.happens(TIMER);
    expect(story.toEngage).toEqual(['engage.reply', 'engage.return']);
    expect(story.toBot).toEqual(['error/error']);
    expect(story.decided[0]?.decision.entries).toMatchObject([{ author: 'system', text: 'Sorry', forwarding: 'sent' }]);
  });

  it('is stopped by an end that comes before it', () => {
    const story = new Story(aSituation('active', { running: { maxDurationDueAt: NINE } }), someSettings());
    story.happens({ type: 'bot-end', how: 'close', announced: false });
    expect(story.happens(TIMER).decision.toBot).toEqual([]);
  });

  it('counts the maximum duration from the start, by the handover’s own option', () => {
    const story = new Story(aSituation('bot', { history: HISTORY }), someSettings({ maxDurationMinutes: 60 }));
    story.happens(start({ options: { maxDurationMinutes: 5 }, language: 'de' }));
    expect(story.situation.running).toMatchObject({
      maxDurationDueAt: new Date(story.now.getTime() + 5 * 60_000),
      language: 'de',
    });
  });
});

describe('a handover that is requested while no agent is available', () => {
  const closed = (whenClosed?: WhenClosed) => ({
    availability: { mode: 'agents' as const, ...(whenClosed && { whenClosed }) },
  });
  const refusal = (settings: Partial<MachineSettings>, more: Partial<StartFact> = {}): HandoverUnavailable => {
    const story = new Story(aSituation('bot', { history: HISTORY }), someSettings(settings));
    try {
      story.happens(start({ agents: NO_ONE, ...more }));
    } catch (error) {
      if (error instanceof HandoverUnavailable) return error;
      throw error;
    }
    throw new Error('It was not refused.');
  };
  const errorOf = ({ members }: HandoverUnavailable): unknown => members['handover'];

  it('is refused with a plain reason', () => {
    const message = 'No agent is available now.';
    expect(errorOf(refusal(closed()))).toEqual({ status: 'error', error: { reason: 'unavailable', message } });
    const withTexts = refusal(closed({ action: 'refuse', texts: SORRY }));
    expect([withTexts.text, withTexts.message]).toEqual([undefined, message]);
  });

  it('is refused with the tenant’s text in the customer’s language', () => {
    const settings = closed({ action: 'refuse-with-text', texts: SORRY });
    const inGerman = refusal(settings, { language: 'de-CH' });
    expect(inGerman).toMatchObject({ text: 'Leider', message: 'No agent is available now.' });
    expect(errorOf(inGerman)).toEqual({ status: 'error', error: { reason: 'unavailable', message: 'Leider' } });
    expect(errorOf(refusal(settings))).toMatchObject({ error: { message: 'Sorry' } });
    const onlyGerman = closed({ action: 'refuse-with-text', texts: { de: 'Leider' } });
    expect(errorOf(refusal(onlyGerman, { language: 'fr' }))).toMatchObject({
      error: { message: 'No agent is available now.' },
    });
  });

  it('is refused outside the opening hours, even if agents are available', () => {
    const hours = { timeZone: 'Europe/Berlin', weekly: [{ day: 'sunday' as const, from: '00:00', to: '24:00' }] };
    const error = refusal({ availability: { mode: 'hours', hours } }, { agents: { connected: 1, available: 1 } });
    expect(error.message).toContain('opening hours');
  });

  it('is accepted if the tenant wants it: the customer waits without a limit, and is informed', () => {
    const story = new Story(
      aSituation('bot', { history: HISTORY }),
      someSettings({ ...closed({ action: 'accept', texts: SORRY }), noPickupMinutes: 5, maxDurationMinutes: 600 }),
    );
    const { decision } = story.happens(start({ agents: NO_ONE, language: 'de' }));
    expect(decision.toBot).toMatchObject([{ type: 'agent.message', byTenant: true, data: { text: 'Leider' } }]);
    expect(story.situation.running).toMatchObject({ status: 'queue', noPickupDueAt: undefined });
    expect(story.situation.running?.maxDurationDueAt).toBeInstanceOf(Date);
  });

  it('is accepted on a native source by a reply after the start', () => {
    const story = new Story(
      aSituation('bot', { conversation: { nativeChannel: NATIVE }, history: HISTORY }),
      someSettings(closed({ action: 'accept', texts: SORRY })),
    );
    story.happens(start({ agents: NO_ONE }));
    expect(story.toEngage).toEqual(['engage.prepare', 'engage.start', 'engage.reply']);
    expect(story.toBot).toEqual([]);
  });

  it('returns the handover that is already running', () => {
    const story = new Story(aSituation('queue'), someSettings(closed()));
    expect(story.happens(start({ agents: NO_ONE })).answer).toMatchObject({ created: false });
  });

  it('starts if Engage does not say which agents are available', () => {
    const story = new Story(aSituation('bot', { history: HISTORY }), someSettings(closed()));
    expect(story.happens(start()).answer).toMatchObject({ created: true });
  });
});
