import { describe, expect, it } from 'vitest';
import type { EngageThreadId } from '#kernel';
import type { EngageIntervention } from '../ports/contact-centre.js';
import { aHandover } from '../testing/a-handover.js';
import { verdictOfEngage } from './verdict-of-engage.js';

const started = new Date('2026-03-02T09:00:00.000Z');
const later = new Date('2026-03-02T09:05:00.000Z');
const before = new Date('2026-03-02T08:00:00.000Z');

const aCase = (overrides: Partial<EngageIntervention> = {}): EngageIntervention => ({
  id: 'i1',
  threadId: 'thread' as EngageThreadId,
  closed: false,
  deferred: false,
  userRepliesCount: 1,
  createdAt: later,
  updatedAt: later,
  ...overrides,
});

describe('verdictOfEngage', () => {
  it('ends a handover whose case was closed after it began', () => {
    expect(verdictOfEngage(aHandover({ status: 'active', engageStartedAt: started }), [aCase({ closed: true })])).toBe(
      'over',
    );
  });

  it('ends it for a case that was closed in the second in which it began: REST tells whole seconds', () => {
    const within = new Date(started.getTime() + 700);
    const handover = aHandover({ status: 'active', engageStartedAt: within });
    expect(verdictOfEngage(handover, [aCase({ closed: true, updatedAt: started })])).toBe('over');
  });

  it('does not end it for a case that was closed before', () => {
    expect(verdictOfEngage(aHandover({ engageStartedAt: started }), [aCase({ closed: true, updatedAt: before })])).toBe(
      'goes-on',
    );
  });

  it('ends it when the case that it knew is gone', () => {
    expect(verdictOfEngage(aHandover({ status: 'active', interventionId: 'i1' }), [])).toBe('over');
    expect(verdictOfEngage(aHandover({ status: 'queue' }), [])).toBe('goes-on');
  });

  it('notices an agent whose joining was not told', () => {
    expect(verdictOfEngage(aHandover({ engageStartedAt: started }), [aCase()])).toBe('joined');
    expect(verdictOfEngage(aHandover({ engageStartedAt: started }), [aCase({ userRepliesCount: 0 })])).toBe('goes-on');
  });

  it('leaves a deferred case alone', () => {
    expect(
      verdictOfEngage(aHandover({ status: 'active', engageStartedAt: started }), [aCase({ deferred: true })]),
    ).toBe('goes-on');
  });

  it('says nothing before the handover has reached Engage', () => {
    expect(verdictOfEngage(aHandover({ step: 'linked', engageStartedAt: undefined }), [aCase({ closed: true })])).toBe(
      'goes-on',
    );
  });
});
