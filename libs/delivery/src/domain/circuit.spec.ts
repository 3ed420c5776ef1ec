import { describe, expect, it } from 'vitest';
import { Circuit, PROBE_EVERY_MS } from './circuit.js';

const OPENED_AT = 1_000;

function anOpenCircuit(): Circuit {
  const circuit = new Circuit();
  for (let call = 0; call < 5; call++) circuit.failed(circuit.admit(OPENED_AT) ?? 'call', OPENED_AT);
  return circuit;
}

describe('Circuit', () => {
  it('opens after five outages in a row', () => {
    const circuit = new Circuit();
    for (let call = 0; call < 4; call++) expect(circuit.failed('call', 0)).toBe(false);
    circuit.answered('call');
    for (let call = 0; call < 4; call++) expect(circuit.failed('call', 0)).toBe(false);
    expect(circuit.admit(0)).toBe('call');
    expect(circuit.failed('call', 7)).toBe(true);
    expect(circuit.awaySince).toBe(7);
    expect(circuit.admit(8)).toBeUndefined();
  });

  it('lets a waiting lane probe after five seconds, and others a second later', () => {
    const circuit = anOpenCircuit();
    expect(circuit.dueSince(OPENED_AT + PROBE_EVERY_MS - 1)).toBeUndefined();
    const due = OPENED_AT + PROBE_EVERY_MS;
    expect(circuit.dueSince(due)).toBe(due);
    expect(circuit.admit(due)).toBeUndefined();
    circuit.grant('start', due);
    expect(circuit.dueSince(due)).toBeUndefined();
    expect(circuit.admit(due)).toBe('probe');
    expect(circuit.admit(due)).toBeUndefined();
    expect(anOpenCircuit().admit(due + 1_000)).toBe('probe');
  });

  it('closes when a probe is answered, not by an answer to a call that was made before', () => {
    const circuit = anOpenCircuit();
    expect(circuit.answered('call')).toBe(false);
    expect(circuit.admit(OPENED_AT)).toBeUndefined();
    circuit.grant('start', OPENED_AT + PROBE_EVERY_MS);
    const probe = circuit.admit(OPENED_AT + PROBE_EVERY_MS);
    expect(circuit.answered(probe ?? 'call')).toBe(true);
    expect(circuit.admit(OPENED_AT + PROBE_EVERY_MS)).toBe('call');
  });

  it.each(['failed', 'ended'] as const)('stays open when a probe %s, and is probed again five seconds later', (how) => {
    const circuit = anOpenCircuit();
    const due = OPENED_AT + PROBE_EVERY_MS;
    circuit.grant('start', due);
    circuit[how](circuit.admit(due) ?? 'call', due + 300);
    expect(circuit.awaySince).toBe(OPENED_AT);
    expect(circuit.dueSince(due + 300 + PROBE_EVERY_MS - 1)).toBeUndefined();
    expect(circuit.dueSince(due + 300 + PROBE_EVERY_MS)).toBeDefined();
  });

  it('remembers which kinds have probed, least recently first', () => {
    const circuit = anOpenCircuit();
    for (const kind of ['start', 'return', 'start']) circuit.grant(kind, OPENED_AT);
    expect(circuit.probedKinds).toEqual(['return', 'start']);
  });

  it('refuses calls while it is throttled, and lets lanes continue a few at a time afterwards', () => {
    const circuit = new Circuit();
    circuit.throttle(5_000);
    expect(circuit.admit(4_999)).toBeUndefined();
    expect(circuit.isPaused(4_999)).toBe(true);
    expect(circuit.admit(5_000)).toBe('call');
    expect([circuit.isReluctant(5_000), circuit.isReluctant(20_000)]).toEqual([true, false]);
    expect(circuit.dueSince(5_000)).toBeUndefined();
  });
});
