import { describe, expect, it } from 'vitest';
import type { EngageThreadId } from '#kernel';
import { aConversation, aHandover } from '../../testing/a-handover.js';
import type { Conversation } from '../conversation.js';
import type { EngageIntervention } from '../engage-records.js';
import type { Handover } from '../handover.js';
import type { FoundContent } from './found-content.js';
import { isWorthAnotherLook, lookAt, mayStillCome, readTo } from './missing-contents.js';

const NINE = new Date('2026-03-02T09:00:00.000Z');
/** Minutes after nine, when the handover reached Engage. */
const at = (minutes: number): Date => new Date(NINE.getTime() + minutes * 60_000);
const intervention = (overrides: Partial<EngageIntervention> = {}): EngageIntervention => ({
  id: 'i1',
  threadId: 'thread' as EngageThreadId,
  userId: 'mara',
  closed: false,
  deferred: false,
  userRepliesCount: 2,
  createdAt: at(1),
  updatedAt: at(3),
  ...overrides,
});

interface Case {
  readonly handover?: Partial<Handover>;
  readonly conversation?: Partial<Conversation>;
  readonly interventions?: readonly EngageIntervention[];
  readonly arrived?: number;
}

const lookOf = ({ handover, conversation, interventions = [intervention()], arrived = 2 }: Case): string =>
  lookAt(
    aConversation({ state: 'active', ...conversation }),
    aHandover({ status: 'active', startedAt: NINE, checkedAt: at(9), ...handover }),
    { standing: { thread: undefined, interventions }, arrived, now: at(10) },
  );

describe('a thread is read for lost messages', () => {
  it.each<[string, string, Case]>([
    ['none', 'every reply has arrived', {}],
    ['none', 'more replies have arrived than Engage has just counted', { arrived: 3 }],
    ['soon', 'Engage counts one more reply', { arrived: 1 }],
    [
      'none',
      'a look has found that this reply was not expected here',
      { arrived: 1, handover: { repliesElsewhere: 1 } },
    ],
    ['soon', 'there is one more since then', { arrived: 0, handover: { repliesElsewhere: 1 } }],
    ['none', 'the replies are of a case before the handover', { arrived: 0, interventions: [old()] }],
    ['soon', 'an event said that one failed', { handover: { contentsCheck: 'read' } }],
    ['none', 'its replies were only to be counted', { handover: { contentsCheck: 'count', endedAt: at(9.5) } }],
    ['soon', 'no one has checked it for more than five minutes', { handover: { checkedAt: at(4.9) } }],
    ['soon', 'it began long ago and was never checked', { handover: { checkedAt: undefined } }],
    ['first', 'it would go back to the bot', { interventions: [intervention({ closed: true })] }],
    ['none', 'it is back already', { interventions: [intervention({ closed: true })], handover: { endedAt: at(9) } }],
    ['none', 'Engage does not have it yet', { arrived: 0, handover: { engageStartedAt: undefined } }],
  ])('%s, when %s', (look, _, given) => {
    expect(lookOf(given)).toBe(look);
  });

  it('not because of the bot’s answers on a native source', () => {
    const nativeChannel = { sourceId: 's', replyTo: { contentId: 'c', private: false }, ownUserId: 'token' };
    const interventions = [intervention({ userId: 'token', identityId: 'u1' })];
    expect(lookOf({ arrived: 0, interventions, conversation: { nativeChannel } })).toBe('none');
  });

  it('again while Engage tries to deliver something, until half an hour after the end', () => {
    expect(isWorthAnotherLook(aHandover(), at(600))).toBe(true);
    expect(isWorthAnotherLook(aHandover({ endedAt: at(0) }), at(29))).toBe(true);
    expect(isWorthAnotherLook(aHandover({ endedAt: at(0) }), at(31))).toBe(false);
  });

  it('only for a limited time while Engage has messages in hand: half an hour after they were written', () => {
    const content = { id: 'c', text: 'Hello', extras: '', writtenAt: at(0), export: 'pending' } as const;
    expect(mayStillCome(content, at(29))).toBe(true);
    expect(mayStillCome(content, at(31))).toBe(false);
    expect(mayStillCome({ ...content, export: 'failed' }, at(1))).toBe(false);
  });

  function old(): EngageIntervention {
    return intervention({ createdAt: at(-60), updatedAt: at(-1) });
  }
});

describe('a thread is read next time', () => {
  const written = (minutes: number, state: FoundContent['export'] = 'done'): FoundContent => ({
    id: `${minutes}`,
    text: 'Hello',
    extras: '',
    writtenAt: at(minutes),
    export: state,
  });

  it('from ten minutes before the newest content, which may appear in the list before an older one', () => {
    expect(readTo([written(20), written(40)], at(0))).toEqual(at(30));
  });

  it('from the last hundred contents if more were written in ten minutes', () => {
    const busy = Array.from({ length: 300 }, (_, index) => written(40 + index / 100));
    expect(readTo(busy, at(0))).toEqual(at(42));
  });

  it('from what Engage has not exported yet, however long ago it was written: the export may fail later', () => {
    expect(readTo([written(1), written(2, 'pending'), written(600)], at(0))).toEqual(at(2));
  });

  it('from where it was read this time, if there is no newer point', () => {
    expect(readTo([], at(5))).toEqual(at(5));
    expect(readTo([written(8)], at(5))).toEqual(at(5));
  });
});
