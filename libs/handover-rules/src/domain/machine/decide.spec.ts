import { describe, expect, it } from 'vitest';
import { type EngageThreadId, type HandoverId, newId } from '#kernel';
import { aHandover, anEngageEvent } from '../../testing/a-handover.js';
import { aSituation, someSettings, Story } from '../../testing/a-situation.js';
import type { EngageEvent } from '../engage-fact.js';
import type { EngageIntervention, EngageThread } from '../engage-records.js';
import { END_RULES, type EndCause } from '../end-cause.js';
import type { Handover } from '../handover.js';
import { NoRunningHandover } from '../handover.errors.js';
import type { Standing } from '../standing.js';
import type { LookedAt } from './fact.js';

const NINE = new Date('2026-03-02T09:00:00.000Z');
/** A time on Engage's clock, in seconds after nine. */
const at = (seconds: number): Date => new Date(NINE.getTime() + seconds * 1_000);
const NATIVE = { sourceId: 'whatsapp', replyTo: { contentId: 'c0', private: false } };

const event = (
  fact: 'agent-joined' | 'agent-transferred' | 'over' | 'maybe-over' | 'reopened',
  issued: Date,
  more: Partial<EngageEvent> = {},
) => ({ type: 'engage-event', event: anEngageEvent(fact, { issuedAt: issued, ...more }) }) as const;
const agentWrote = (issued: Date, more: Partial<EngageEvent> = {}) => {
  const written = {
    id: `content-${issued.getTime()}`,
    text: 'Hello',
    customerId: 'u1',
    private: false,
    hasAttachment: false,
  };
  const fact = { type: 'agent-wrote', written } as const;
  return {
    type: 'agent-wrote',
    sourceId: 'whatsapp',
    written,
    event: { ...anEngageEvent('none', { issuedAt: issued, ...more }), fact },
  } as const;
};
const aThread = (overrides: Partial<EngageThread> = {}): EngageThread => ({
  id: 'thread' as EngageThreadId,
  foreignId: undefined,
  categoryIds: ['agents'],
  closed: false,
  readAt: at(0),
  ...overrides,
});
const anIntervention = (overrides: Partial<EngageIntervention> = {}): EngageIntervention => ({
  id: 'i1',
  threadId: 'thread' as EngageThreadId,
  closed: false,
  deferred: false,
  userRepliesCount: 0,
  createdAt: at(60),
  updatedAt: at(60),
  ...overrides,
});
const reconciled = (running: Handover | undefined, standing: Partial<Standing>) =>
  ({
    type: 'reconciliation',
    of: running?.id as HandoverId,
    standing: { thread: aThread(), interventions: [], ...standing },
    checkedAt: at(90),
  }) as const;

describe('an event of Engage that begins a handover', () => {
  const story = () => new Story(aSituation('bot', { conversation: { nativeChannel: NATIVE } }));

  it('starts it when it was issued, so that a close in the same late webhook ends it', () => {
    const late = story();
    late.happens(event('agent-joined', at(1)));
    late.happens(agentWrote(at(2)));
    expect(late.situation.conversation.state).toBe('active');
    late.happens(event('over', at(3)));
    expect(late.situation.conversation.state).toBe('bot');
    expect(late.toBot).toEqual(['active/agentJoined', 'completed/completed']);
  });

  it('begins nothing when the close of its intervention arrives first', () => {
    const shuffled = story();
    shuffled.happens(event('over', at(3)));
    shuffled.happens(agentWrote(at(2)));
    expect(shuffled.situation.conversation.state).toBe('bot');
    shuffled.happens(agentWrote(at(120)));
    expect(shuffled.situation.conversation.state).toBe('active');
  });

  it('treats an agent’s message soon after the close as a goodbye, by Engage’s clock only', () => {
    const ours = story();
    ours.now = new Date('2030-01-01T00:00:00Z');
    ours.happens(agentWrote(at(0)));
    ours.happens(event('over', at(10)));
    ours.happens(agentWrote(at(40)));
    expect(ours.situation.conversation.state).toBe('bot');
  });

  it('rejoins when an agent reopens after the close, not by an older event or a customer', () => {
    const story = new Story(
      aSituation('bot', { conversation: { engageClosedAt: at(10) } }),
      someSettings({ onReopen: 'rejoin' }),
    );
    story.happens(event('reopened', at(5), { actorId: 'mara' }));
    story.happens(event('reopened', at(20)));
    expect(story.situation.conversation.state).toBe('bot');
    story.happens(event('reopened', at(20), { actorId: 'mara', interventionId: 'i1' }));
    expect(story.situation.running).toMatchObject({ status: 'active', engageStartedAt: at(20), interventionId: 'i1' });
  });
});

describe('which facts belong to the running handover', () => {
  it('ignores a repeated close of the previous handover within the second of the start', () => {
    const last = aHandover({ endedAt: NINE, endCause: 'agent', interventionId: 'i1' });
    const story = new Story(
      aSituation('queue', { last, conversation: { engageClosedAt: at(0.3) }, running: { engageStartedAt: at(0) } }),
    );
    story.happens(event('over', at(0.35), { interventionId: 'i1' }));
    expect(story.situation.conversation.state).toBe('queue');
    story.happens(event('over', at(2), { interventionId: 'i1' }));
    expect(story.situation.conversation.state).toBe('bot');
  });

  it('ignores what our own return of the previous handover caused within the second of the start', () => {
    const last = aHandover({ endedAt: NINE, endCause: 'bot-close', interventionId: 'i1', returnedAt: at(0) });
    const story = new Story(aSituation('queue', { last, running: { engageStartedAt: at(0) } }));
    story.happens(event('over', at(0.2), { interventionId: 'i1' }));
    expect(story.situation.conversation.state).toBe('queue');
    story.happens(event('agent-joined', at(0.15), { interventionId: 'i1' }));
    expect(story.situation.conversation.state).toBe('queue');
    story.happens(event('agent-joined', at(0.6), { interventionId: 'i1' }));
    story.happens(event('over', at(0.9), { interventionId: 'i1' }));
    expect(story.toBot).toEqual(['active/agentJoined', 'completed/completed']);
  });

  it('accepts what was issued while our call was unanswered', () => {
    const story = new Story(aSituation('queue', { running: { step: 'accepted', engageStartedAt: undefined } }));
    story.happens({ type: 'start-planned', thread: aThread({ categoryIds: ['bot'], readAt: at(0) }) });
    expect(story.happens(event('agent-joined', at(0.5))).answer).toBe('unresolved');
    story.happens({
      type: 'start-confirmed',
      of: story.situation.running?.id as never,
      threadId: 'thread' as EngageThreadId,
    });
    story.happens(event('agent-joined', at(0.5)));
    story.happens(event('over', at(2)));
    expect(story.toBot).toEqual(['queue/accepted', 'active/agentJoined', 'completed/completed']);
  });

  it('keeps the time of the first try when a start is repeated, on any worker', () => {
    const story = new Story(aSituation('queue', { running: { step: 'accepted', engageStartedAt: undefined } }));
    story.happens({ type: 'start-planned', thread: aThread({ categoryIds: ['bot'], readAt: at(0) }) });
    story.now = new Date(story.now.getTime() + 600_000);
    story.happens({ type: 'start-planned', thread: aThread({ categoryIds: ['agents'], readAt: at(20) }) });
    expect(story.situation.running).toMatchObject({ engageStartedAt: at(0), categoriesBefore: ['bot'] });
  });

  it('knows the thread from the first try on, so that it can be checked whatever happens to the start', () => {
    const story = new Story(
      aSituation('queue', {
        conversation: { engageThreadId: undefined },
        running: { step: 'accepted', engageStartedAt: undefined },
      }),
    );
    story.happens({ type: 'start-planned', thread: aThread({ categoryIds: ['bot'] }) });
    story.happens({ type: 'bot-end', how: 'cancel', announced: false });
    expect(story.situation.conversation.engageThreadId).toBe('thread');
  });

  it('has no effect on another customer of a shared thread', () => {
    const story = new Story(aSituation('active', { conversation: { nativeChannel: NATIVE } }));
    story.happens(event('over', at(60), { identityId: 'somebody' }));
    expect(story.situation.conversation.state).toBe('active');
    story.happens(event('over', at(60), { identityId: 'u1' }));
    expect(story.situation.conversation.state).toBe('bot');
  });

  it('keeps the thread that the agents have when a message is imported elsewhere', () => {
    const story = new Story(aSituation('active'));
    story.happens({ type: 'imported', threadId: 'other' as EngageThreadId });
    expect(story.situation.conversation.engageThreadId).toBe('thread');
    story.happens(event('over', at(60)));
    story.happens({ type: 'imported', threadId: 'other' as EngageThreadId });
    expect(story.situation.conversation.engageThreadId).toBe('other');
  });
});

describe('reconciliation', () => {
  const settled = (state: 'queue' | 'active', standing: Partial<Standing>, running = {}): string => {
    const story = new Story(aSituation(state, { running }));
    story.happens(reconciled(story.situation.running, standing));
    return story.situation.conversation.state;
  };

  it('does not end because of an empty list or an unreadable thread', () => {
    expect(settled('active', {}, { interventionId: 'i1' })).toBe('active');
    expect(settled('queue', { thread: undefined })).toBe('queue');
  });

  it('does not end because of a later note at an intervention from before', () => {
    const before = anIntervention({ closed: true, createdAt: at(-600), updatedAt: at(300) });
    expect(settled('queue', { interventions: [before] })).toBe('queue');
  });

  it('ends with its own intervention, reopened or new', () => {
    const reopened = anIntervention({ closed: true, createdAt: at(-600) });
    expect(settled('active', { interventions: [reopened] }, { interventionId: 'i1' })).toBe('bot');
    expect(settled('active', { interventions: [anIntervention({ closed: true })] })).toBe('bot');
    expect(settled('active', { interventions: [anIntervention({ id: 'i2' }), anIntervention({ closed: true })] })).toBe(
      'active',
    );
  });

  it('ends when a supervisor closes the thread or gives it back to the bot while the customer waits', () => {
    expect(settled('queue', { thread: aThread({ closed: true }) })).toBe('bot');
    expect(settled('queue', { thread: aThread({ categoryIds: ['bot'] }) })).toBe('bot');
  });

  it('continues if the thread was transferred, or an intervention is open', () => {
    expect(settled('queue', { thread: aThread({ categoryIds: ['second-line'] }) })).toBe('queue');
    expect(settled('active', { thread: aThread({ categoryIds: ['bot'] }), interventions: [anIntervention()] })).toBe(
      'active',
    );
  });

  it('finds an agent who has replied', () => {
    expect(settled('queue', { interventions: [anIntervention({ userRepliesCount: 2 })] })).toBe('active');
    expect(settled('queue', { interventions: [anIntervention({ userRepliesCount: 2, createdAt: at(-60) })] })).toBe(
      'queue',
    );
  });
});

describe('messages of agents that may be lost', () => {
  const closed = { interventions: [anIntervention({ closed: true })] };
  /** What is left to do after the handover ended. */
  const leftAfter = (contents: LookedAt | undefined): Handover['contentsCheck'] => {
    const story = new Story(aSituation('active', { running: { contentsCheck: 'read' } }));
    story.happens({ ...reconciled(story.situation.running, closed), contents });
    expect(story.situation.conversation.state).toBe('bot');
    return story.situation.last?.contentsCheck;
  };

  it('are looked for by the clock of the database, not of the process', () => {
    const story = new Story(aSituation('active'));
    story.happens(reconciled(story.situation.running, { interventions: [anIntervention({ closed: false })] }));
    expect(story.situation.running?.checkedAt).toEqual(at(90));
  });

  it('are counted once more after every end of a handover that Engage has had', () => {
    const story = new Story(aSituation('active'));
    story.happens(event('over', at(60)));
    expect(story.situation.last?.contentsCheck).toBe('count');
    const unstarted = new Story(aSituation('queue', { running: { step: 'linked', engageStartedAt: undefined } }));
    unstarted.happens({ type: 'start-failed', message: 'Refused.' });
    expect(unstarted.situation.last).toMatchObject({ status: 'error', contentsCheck: undefined });
  });

  it('are read in the next run when Engage says that it could not deliver them, also after an end', () => {
    const story = new Story(aSituation('active'));
    story.happens({ type: 'export-failed' });
    expect(story.situation.running?.contentsCheck).toBe('read');
    story.happens(event('over', at(60)));
    expect(story.situation.last?.contentsCheck).toBe('read');
  });

  it('are looked for again after a reconciled end only if they could not be read, or may still come', () => {
    expect(leftAfter({ contentsCheck: undefined, repliesElsewhere: 1 })).toBeUndefined();
    expect(leftAfter({ contentsCheck: 'read' })).toBe('read');
  });
});

describe('a look at a running handover’s thread', () => {
  it('is stored with this handover, and not with a later one', () => {
    const story = new Story(aSituation('active', { running: { contentsCheck: 'read' } }));
    const of = story.situation.running!.id;
    story.happens({ type: 'thread-read', of: newId(), contents: { contentsCheck: undefined } });
    expect(story.situation.running?.contentsCheck).toBe('read');
    story.happens({ type: 'thread-read', of, contents: { contentsCheck: undefined, contentsReadTo: at(30) } });
    expect(story.situation.running).toMatchObject({ contentsCheck: undefined, contentsReadTo: at(30) });
  });
});

describe('timers', () => {
  const waiting = () =>
    new Story(aSituation('queue', { running: { noPickupDueAt: at(60) } }), someSettings({ noPickupMinutes: 1 }));

  it('ends without a pick-up only after Engage was asked, or did not answer for two minutes', () => {
    const asked = waiting();
    asked.happens({ type: 'timer', standing: { thread: aThread(), interventions: [] } });
    expect(asked.toBot).toEqual(['error/error']);
    const silent = waiting();
    silent.now = at(61);
    silent.happens({ type: 'timer', standing: undefined });
    expect(silent.toBot).toEqual([]);
    expect(silent.situation.running?.noPickupDueAt).toEqual(at(76));
    silent.now = at(60 + 121);
    silent.happens({ type: 'timer', standing: undefined });
    expect(silent.toBot).toEqual(['error/error']);
  });

  it('joins instead when agents have replied meanwhile', () => {
    const story = waiting();
    const taken = anIntervention({ userRepliesCount: 2, userId: 'mara' });
    story.happens({ type: 'timer', standing: { thread: aThread(), interventions: [taken] } });
    expect(story.situation.running).toMatchObject({ status: 'active', noPickupDueAt: undefined, interventionId: 'i1' });
  });

  it('never ends the handover of a customer who waits silently, and counts again once an agent has joined', () => {
    const story = new Story(
      aSituation('queue', { running: { inactivityMinutes: 5, inactivityDueAt: at(60), inactivityCount: 2 } }),
      someSettings({ inactivityCloseAfter: 2 }),
    );
    story.happens({ type: 'timer', standing: undefined });
    expect(story.situation.conversation.state).toBe('queue');
    expect(story.toBot).toEqual([]);
    story.happens(event('agent-joined', at(60)));
    for (let turn = 0; turn < 3; turn++) {
      story.now = new Date(story.now.getTime() + 5 * 60_000);
      story.happens({ type: 'timer', standing: undefined });
    }
    expect(story.toBot).toEqual([
      'active/agentJoined',
      'active/inactivity',
      'active/inactivity',
      'completed/completed',
    ]);
  });

  it('sends the latest place in the queue at the end of the pause', () => {
    const story = new Story(
      aSituation('queue', { running: { queueUpdateSentAt: NINE } }),
      someSettings({ queueUpdateMinSeconds: 5 }),
    );
    story.now = at(2);
    story.happens({ type: 'queue-update', position: 3, estimatedWaitSeconds: 90 });
    story.happens({ type: 'queue-update', position: 2, estimatedWaitSeconds: undefined });
    expect(story.toBot).toEqual([]);
    story.now = at(5);
    const { decision } = story.happens({ type: 'timer', standing: undefined });
    expect(decision.toBot).toMatchObject([{ data: { event: 'queueUpdate', position: 2 } }]);
    expect(decision.toBot[0]?.data).not.toHaveProperty('estimatedWaitTime');
  });
});

describe('the end', () => {
  const causes = {
    agent: event('over', at(60)),
    reconciliation: undefined,
    'bot-close': { type: 'bot-end', how: 'close', announced: false },
    'bot-cancel': { type: 'bot-end', how: 'cancel', announced: false },
    'operator-close': { type: 'operator', operation: 'close' },
    'operator-resume': { type: 'operator', operation: 'resume' },
    inactivity: { type: 'timer', standing: undefined },
    'no-pickup': { type: 'timer', standing: { thread: aThread(), interventions: [] } },
    'max-duration': { type: 'timer', standing: undefined },
    failure: { type: 'start-failed', message: 'Refused.' },
  } as const satisfies Record<EndCause, object | undefined>;

  it.each(Object.keys(END_RULES) as EndCause[])('by %s frees the bot with one status and one return', (cause) => {
    const waits = cause === 'no-pickup' || cause === 'failure';
    const running = waits
      ? { noPickupDueAt: NINE, ...(cause === 'failure' && { step: 'linked' as const }) }
      : {
          inactivityDueAt: NINE,
          inactivityCount: 9,
          inactivityMinutes: 1,
          ...(cause === 'max-duration' && { maxDurationDueAt: NINE }),
        };
    const story = new Story(aSituation(waits ? 'queue' : 'active', { running }));
    const closed = reconciled(story.situation.running, { thread: aThread({ closed: true }) });
    const { decision } = story.happens(causes[cause] ?? closed);
    const { status, closesEngage } = END_RULES[cause];
    expect(decision.toBot).toMatchObject([{ data: { status, event: status } }]);
    expect(decision.toEngage).toMatchObject([
      { kind: 'engage.return', payload: { closeAgentSide: closesEngage === 'as-set' ? true : closesEngage } },
    ]);
    expect(decision.handover).toMatchObject({ changes: { endCause: cause, endedAt: story.now } });
    expect(story.situation.conversation.state).toBe('bot');
  });

  it('does not come from a start that fails after the agents have the conversation', () => {
    const story = new Story(aSituation('queue'));
    story.happens(causes.failure);
    expect(story.situation.conversation.state).toBe('queue');
  });

  it('is refused if no handover is running', () => {
    const story = new Story(aSituation('bot'));
    for (const cause of ['bot-close', 'bot-cancel', 'operator-close'] as const)
      expect(() => story.happens(causes[cause])).toThrow(NoRunningHandover);
  });

  it('closes the agents’ side on a bot’s end as the handover’s own options say', () => {
    const story = new Story(aSituation('active', { running: { options: { closeAgentSide: false } } }));
    expect(story.happens(causes['bot-close']).decision.toEngage).toMatchObject([
      { payload: { closeAgentSide: false } },
    ]);
  });
});
