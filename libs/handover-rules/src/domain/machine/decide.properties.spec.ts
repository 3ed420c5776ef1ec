import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError, type EngageThreadId, type ForeignId, type UserId } from '#kernel';
import { anEngageEvent } from '../../testing/a-handover.js';
import { aSituation, someSettings, Story } from '../../testing/a-situation.js';
import { HandoverUnavailable } from '../handover.errors.js';
import { AVAILABILITY_MODES, CLOSED_ACTIONS } from '#tenant-config';
import { PendingWrites } from '../../../../handover/src/intake/pending-writes.js';
import type { Fact } from './fact.js';

const NINE = Date.UTC(2026, 2, 2, 9, 0, 0);
const THREAD = 'thread' as EngageThreadId;
const userId = 'u1' as UserId;
const TEXTS = { default: 'Sorry', de: 'Leider' };

/** Times on Engage's clock around the start of the handover, in milliseconds; undefined: the event does not say. */
const issued = fc.option(
  fc.integer({ min: -120_000, max: 240_000 }).map((ms) => new Date(NINE + ms)),
  { nil: undefined },
);
const ids = fc.option(fc.constantFrom('i1', 'i2'), { nil: undefined });
const actors = fc.option(fc.constantFrom('mara', 'noor'), { nil: undefined });
const standings = fc.record({
  thread: fc.option(
    fc.record({
      id: fc.constant(THREAD),
      foreignId: fc.constant(undefined),
      categoryIds: fc.subarray(['agents', 'bot', 'billing']),
      closed: fc.boolean(),
      readAt: fc.constant(new Date(NINE)),
    }),
    { nil: undefined },
  ),
  interventions: fc.array(
    fc.record({
      id: fc.constantFrom('i1', 'i2'),
      threadId: fc.constant(THREAD),
      closed: fc.boolean(),
      deferred: fc.boolean(),
      userRepliesCount: fc.nat(2),
      createdAt: fc.integer({ min: -60, max: 60 }).map((s) => new Date(NINE + s * 1_000)),
      updatedAt: fc.constant(new Date(NINE)),
    }),
    { maxLength: 3 },
  ),
});

const engageEvents: fc.Arbitrary<Fact> = fc
  .record({
    fact: fc.constantFrom(
      'agent-joined' as const,
      'agent-transferred' as const,
      'over' as const,
      'maybe-over' as const,
      'reopened' as const,
    ),
    issuedAt: issued,
    interventionId: ids,
    actorId: actors,
  })
  .map(({ fact, ...more }) => ({ type: 'engage-event', event: anEngageEvent(fact, more) }));
const botSide: fc.Arbitrary<Fact> = fc
  .record({
    author: fc.constantFrom('user' as const, 'bot' as const),
    forAgent: fc.boolean(),
    text: fc.constantFrom('', 'yes', 'Hello'),
  })
  .map((message) => ({ type: 'bot-side-message', userId, messageId: 'm', attachments: [], ...message }));
const agentSide: fc.Arbitrary<Fact> = fc.constant({
  type: 'agent-message',
  foreignId: 'f' as ForeignId,
  contentId: 'c',
  senderName: 'Mara',
  createdAt: undefined,
  text: 'Hi',
  attachments: [],
  attachmentsForBot: [],
});
const written = { id: 'c1', text: 'Hi', customerId: 'u1', private: false, hasAttachment: false };
const contents: fc.Arbitrary<Fact> = fc
  .record({ type: fc.constantFrom('customer-wrote' as const, 'agent-wrote' as const), issuedAt: issued })
  .map(({ type, issuedAt }) => ({ type, sourceId: 's', written, event: anEngageEvent('none', { issuedAt }) }));
const others: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({
      agents: fc.option(
        fc.nat(1).map((available) => ({ connected: 1, available })),
        { nil: undefined },
      ),
      language: fc.constantFrom(undefined, 'de-AT', 'fr'),
      options: fc.constantFrom({}, { noPickupMinutes: 0.5, maxDurationMinutes: 0.5 }),
    })
    .map<Fact>((given) => ({
      type: 'start',
      userId,
      hasProfile: true,
      contextData: {},
      categoryIds: ['billing'],
      ...given,
    })),
  fc
    .tuple(standings, fc.constantFrom(undefined, { contentsCheck: 'read' as const }, { contentsCheck: undefined }))
    .map<Fact>(([standing, contents]) => ({
      type: 'reconciliation',
      of: 'h' as never,
      standing,
      checkedAt: new Date(0),
      contents,
    })),
  fc.constant<Fact>({ type: 'export-failed' }),
  fc.option(standings, { nil: undefined }).map<Fact>((standing) => ({ type: 'timer', standing })),
  fc.constant<Fact>({ type: 'undeliverable', text: 'Hello' }),
  fc.constantFrom('resume' as const, 'close' as const).map<Fact>((operation) => ({ type: 'operator', operation })),
  fc.constantFrom('cancel' as const, 'close' as const).map<Fact>((how) => ({ type: 'bot-end', how, announced: false })),
  fc.constantFrom(undefined, 1).map<Fact>((minutes) => ({ type: 'inactivity-set', minutes })),
  fc
    .constantFrom('user_connected' as const, 'user_disconnected' as const)
    .map<Fact>((is) => ({ type: 'presence', is })),
  fc.nat(9).map<Fact>((position) => ({ type: 'queue-update', position, estimatedWaitSeconds: undefined })),
  fc.constantFrom(THREAD, 'other' as EngageThreadId).map<Fact>((threadId) => ({ type: 'imported', threadId })),
  fc.constant<Fact>({ type: 'start-failed', message: 'Refused.' }),
  fc.constant<Fact>({ type: 'start-confirmed', of: 'h' as never, threadId: THREAD }),
  fc.constant<Fact>({
    type: 'start-planned',
    thread: { id: THREAD, foreignId: undefined, categoryIds: ['bot'], closed: false, readAt: new Date(NINE) },
  }),
);
const facts = fc.oneof(engageEvents, botSide, agentSide, contents, others);
const settings = fc.record({
  forwardOnlyHandover: fc.boolean(),
  activeFrom: fc.constantFrom('join' as const, 'first-message' as const),
  timerTexts: fc.constantFrom({}, { noPickup: TEXTS, inactivity: TEXTS, maxDuration: TEXTS }),
  availability: fc.record({
    mode: fc.constantFrom(...AVAILABILITY_MODES),
    hours: fc.constant({ timeZone: 'Europe/Berlin', weekly: [{ day: 'monday' as const, from: '10:10', to: '10:11' }] }),
    whenClosed: fc.constantFrom(...CLOSED_ACTIONS.map((action) => ({ action, texts: TEXTS }))),
  }),
});
const native = { nativeChannel: { sourceId: 's', replyTo: { contentId: 'c0', private: false } } };
const beginnings = fc
  .record({
    state: fc.constantFrom('bot' as const, 'queue' as const, 'active' as const),
    isNative: fc.boolean(),
    timers: fc.boolean(),
  })
  .map(({ state, isNative, timers }) =>
    aSituation(state, {
      ...(isNative && { conversation: native }),
      running: timers
        ? {
            noPickupDueAt: new Date(NINE),
            inactivityDueAt: new Date(NINE),
            inactivityMinutes: 1,
            maxDurationDueAt: new Date(NINE + 606_000),
          }
        : {},
    }),
  );
const TERMINAL = ['completed', 'cancelled', 'error'];

/** Decides some facts in order; those that are refused have no effect. */
function storyOf(beginning: ReturnType<typeof aSituation>, received: readonly Fact[], overrides: object): Story {
  const story = new Story(beginning, someSettings(overrides));
  for (const fact of received) {
    story.now = new Date(story.now.getTime() + 1_000);
    try {
      story.happens(fact);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return story;
}

describe('whatever happens to a conversation, in whatever order', () => {
  const stories = fc.tuple(beginnings, fc.array(facts, { maxLength: 12 }), settings);

  it('its state is the one of its handover', () => {
    fc.assert(
      fc.property(stories, (given) => {
        const { conversation, running } = storyOf(...given).situation;
        expect(conversation.state).toBe(running ? running.status : 'bot');
        expect(running?.endedAt).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('every handover that ends notifies the bot once, and gives its thread back once', () => {
    fc.assert(
      fc.property(stories, (given) => {
        const { decided } = storyOf(...given);
        const ended = decided.flatMap(({ decision: { handover } }) =>
          handover?.handover.endedAt ? [handover.handover.id] : [],
        );
        const received = decided.flatMap(({ decision }) =>
          decision.toBot.flatMap((event) =>
            event.type === 'handover.status' && TERMINAL.includes(event.data.status) ? [event.data.handoverId] : [],
          ),
        );
        const returned = decided.flatMap(({ decision }) =>
          decision.toEngage.flatMap((item) => (item.kind === 'engage.return' ? [item.payload.handoverId] : [])),
        );
        expect(received).toEqual(ended);
        expect(returned).toEqual(ended);
        expect(new Set(ended).size).toBe(ended.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a customer is informed why a handover ends only before the bot is, and only by the handover that ends', () => {
    fc.assert(
      fc.property(stories, (given) => {
        for (const { decision } of storyOf(...given).decided) {
          const [received, ended] = decision.toBot.filter(
            (sent) =>
              (sent.type === 'agent.message' && sent.byTenant) ||
              (sent.type === 'handover.status' && sent.customerTold),
          );
          if (!received || received.type !== 'agent.message') continue;
          if (decision.handover?.type === 'begin') expect(ended).toBeUndefined();
          else expect(ended).toMatchObject({ customerTold: true, data: { handoverId: received.handoverId } });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('a handover that is requested while no agent is available is refused, or waits without the limit for a pick-up', () => {
    fc.assert(
      fc.property(settings, (overrides) => {
        const story = new Story(
          aSituation('bot', { history: { sent: [], unsent: [], isKnown: true, customerIsHeard: true } }),
          someSettings({ ...overrides, noPickupMinutes: 5 }),
        );
        story.now = new Date('2026-03-02T03:00:00Z'); // a Monday, before the hours
        const asked: Fact = {
          type: 'start',
          userId,
          hasProfile: false,
          contextData: {},
          categoryIds: [],
          options: {},
          agents: { connected: 1, available: 0 },
        };
        const { mode, whenClosed } = overrides.availability;
        const isClosed = mode !== 'always';
        if (isClosed && whenClosed.action !== 'accept') {
          expect(() => story.happens(asked)).toThrow(HandoverUnavailable);
          return;
        }
        story.happens(asked);
        expect(story.situation.running?.noPickupDueAt === undefined).toBe(isClosed);
      }),
      { numRuns: 200 },
    );
  });

  it('the bot does not reach the customer or Engage while it is muted', () => {
    fc.assert(
      fc.property(stories, ([beginning, received, overrides]) => {
        const story = storyOf(beginning, received, overrides);
        if (story.situation.conversation.state === 'bot') return;
        const words: Fact = {
          type: 'bot-side-message',
          userId,
          messageId: 'm',
          author: 'bot',
          forAgent: false,
          text: 'Hi',
          attachments: [],
        };
        const { decision, answer } = story.happens(words);
        expect(answer).toMatchObject({ route: 'agent' });
        expect(decision.toEngage).toEqual([]);
        expect(decision.entries).toMatchObject([{ forwarding: 'muted' }]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('every message is journalled once and goes to exactly one side that answers', () => {
    fc.assert(
      fc.property(stories, ([beginning, received, overrides]) => {
        const story = storyOf(beginning, received, overrides);
        if (story.situation.conversation.nativeChannel) return;
        const words: Fact = {
          type: 'bot-side-message',
          userId,
          messageId: 'm',
          author: 'user',
          forAgent: false,
          text: 'Hi',
          attachments: [],
        };
        const { decision, answer } = story.happens(words);
        const isSent = decision.toEngage.some(({ kind }) => kind === 'engage.message');
        expect(decision.entries).toHaveLength(1);
        expect(isSent).toBe((answer as { route: string }).route === 'agent' || !overrides.forwardOnlyHandover);
      }),
      { numRuns: 1_000 },
    );
  });

  it('an event of Engage that is older than the handover neither ends nor joins it', () => {
    fc.assert(
      fc.property(
        stories,
        fc.constantFrom('over' as const, 'agent-joined' as const, 'maybe-over' as const),
        ids,
        (given, fact, interventionId) => {
          const story = storyOf(...given);
          const { running } = story.situation;
          if (!running?.engageStartedAt) return;
          const issuedAt = new Date(running.engageStartedAt.getTime() - 1_001);
          story.happens({ type: 'engage-event', event: anEngageEvent(fact, { issuedAt, interventionId }) });
          expect(story.situation.running).toMatchObject({ id: running.id, status: running.status });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('a close that Engage issues now frees the bot, once its start is confirmed', () => {
    fc.assert(
      fc.property(stories, (given) => {
        const story = storyOf(...given);
        const { running } = story.situation;
        if (!running?.engageStartedAt || running.step !== 'recategorised') return;
        const { interventionId } = running;
        story.happens({
          type: 'engage-event',
          event: anEngageEvent('over', { issuedAt: new Date(NINE + 600_000), interventionId }),
        });
        expect(story.situation.conversation.state).toBe('bot');
      }),
      { numRuns: 1_000 },
    );
  });

  it('several facts together store the same as one by one', () => {
    fc.assert(
      fc.property(stories, ([beginning, received, overrides]) => {
        const story = storyOf(beginning, received, overrides);
        const pending = new PendingWrites();
        const none = { learnt: {}, records: [], items: [], event: undefined };
        for (const { decision } of story.decided)
          pending.add({ ...none, conversation: beginning.conversation, decisions: [decision] });
        const { conversations, begun, changed, journal, marks } = pending.take([]);
        expect(conversations.length).toBeLessThanOrEqual(1);
        const [{ from, changes } = { from: beginning.conversation.state, changes: {} }] = conversations;
        expect(from).toBe(beginning.conversation.state);
        expect({ ...beginning.conversation, ...changes }).toEqual(story.situation.conversation);
        const handovers = new Map(
          [...begun, ...(beginning.running ? [beginning.running] : [])].map((one) => [one.id, one]),
        );
        for (const change of changed)
          handovers.set(change.id, { ...(handovers.get(change.id) ?? beginning.running!), ...change.changes });
        expect([...handovers.values()].filter(({ endedAt }) => !endedAt)).toEqual(
          [story.situation.running].filter((one) => one),
        );
        const decisions = story.decided.map(({ decision }) => decision);
        expect(journal).toHaveLength(decisions.flatMap(({ entries, timeline }) => [...entries, ...timeline]).length);
        expect(marks).toHaveLength(
          decisions.flatMap((decision) => decision.marks.flatMap(({ ids: marked }) => marked)).length,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('the same fact about the same situation gives the same decision, including the ids', () => {
    fc.assert(
      fc.property(beginnings, facts, settings, (beginning, fact, overrides) => {
        const decideOnce = (): unknown => {
          try {
            return new Story(beginning, someSettings(overrides)).happens(fact, 'the same');
          } catch (error) {
            return String(error);
          }
        };
        expect(decideOnce()).toEqual(decideOnce());
      }),
      { numRuns: 1_000 },
    );
  });
});
