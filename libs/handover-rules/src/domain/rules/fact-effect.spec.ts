import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aHandover, anEngageEvent } from '../../testing/a-handover.js';
import type { EngageEvent } from '../engage-fact.js';
import type { StartStep } from '../handover.js';
import { effectOf } from './fact-effect.js';

describe('effectOf', () => {
  const started = aHandover();

  it('joins, ends, checks and transfers', () => {
    expect(effectOf(anEngageEvent('agent-joined'), started)).toEqual({ type: 'join' });
    expect(effectOf(anEngageEvent('over'), started)).toEqual({ type: 'end' });
    expect(effectOf(anEngageEvent('maybe-over'), started)).toEqual({ type: 'check' });
    expect(effectOf(anEngageEvent('agent-transferred'), started)).toEqual({ type: 'transfer' });
  });

  it('accepts an end that Engage issued at exactly the time of the start', () => {
    expect(effectOf(anEngageEvent('over', { issuedAt: started.engageStartedAt }), started)).toEqual({ type: 'end' });
  });

  it('compares times without a fraction by whole seconds', () => {
    const startedAt = new Date('2026-03-02T09:00:00.700Z');
    const running = aHandover({ engageStartedAt: startedAt });
    const issued = (at: string): object => effectOf(anEngageEvent('over', { issuedAt: new Date(at) }), running);
    expect(issued('2026-03-02T09:00:00.000Z')).toEqual({ type: 'end' });
    expect(issued('2026-03-02T09:00:00.699Z')).toMatchObject({ type: 'ignore' });
    expect(issued('2026-03-02T08:59:59.000Z')).toMatchObject({ type: 'ignore' });
  });

  it('accepts an end without a time: briefly wrong is better than permanently stuck', () => {
    expect(effectOf(anEngageEvent('over', { issuedAt: undefined }), started)).toEqual({ type: 'end' });
  });

  it('lets an intervention id exclude, never include', () => {
    const known = aHandover({ interventionId: 'i1' });
    expect(effectOf(anEngageEvent('over', { interventionId: 'i2' }), known)).toMatchObject({ type: 'ignore' });
    expect(effectOf(anEngageEvent('over', { interventionId: 'i1' }), known)).toEqual({ type: 'end' });
    expect(effectOf(anEngageEvent('over', { interventionId: 'i1', issuedAt: new Date(0) }), known)).toMatchObject({
      type: 'ignore',
    });
  });

  const facts = fc.constantFrom<Exclude<EngageEvent['fact']['type'], 'agent-wrote'>>(
    'imported',
    'agent-joined',
    'agent-transferred',
    'over',
    'maybe-over',
    'reopened',
    'none',
  );
  const steps = fc.constantFrom<StartStep>('accepted', 'linked', 'recategorised');
  const ids = fc.option(fc.constantFrom('i1', 'i2'), { nil: undefined });

  it('never lets an older fact, or one of another case, change a handover', () => {
    fc.assert(
      fc.property(
        facts,
        steps,
        fc.constantFrom('queue' as const, 'active' as const),
        fc.integer({ min: -100, max: 100 }),
        ids,
        ids,
        (fact, step, status, seconds, ours, theirs) => {
          const handover = aHandover({
            step,
            status,
            interventionId: ours,
            engageStartedAt: step === 'recategorised' ? started.engageStartedAt : undefined,
          });
          const issuedAt = new Date(started.engageStartedAt!.getTime() + seconds * 1_000);
          const { type } = effectOf(anEngageEvent(fact, { issuedAt, interventionId: theirs }), handover);
          const matters = ['agent-joined', 'agent-transferred', 'over', 'maybe-over'].includes(fact);
          if (!matters) expect(type).toBe('ignore');
          else if (step !== 'recategorised') expect(type).toBe('undecided');
          else if (seconds < 0) expect(type).toBe('ignore');
          if (type === 'join') expect(status).toBe('queue');
          if (type === 'end' && ours && theirs) expect(theirs).toBe(ours);
        },
      ),
    );
  });
});
