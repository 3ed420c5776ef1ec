import { Injectable } from '@nestjs/common';
import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  handleType,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import { DestinationOutage } from '../domain/destination-outage.error.js';
import type { ClaimedLane } from '../ports/lane-store.js';

const OPENS_AFTER = 5;
/** An open circuit is probed at least this often, in milliseconds. */
const PROBE_EVERY_MS = 5_000;

interface Circuit {
  readonly policy: CircuitBreakerPolicy;
  /** While open: when the next probe may go, on the process's monotonic clock. */
  probeAt: number;
}

type Line = Pick<ClaimedLane, 'tenantId' | 'destination'>;

/**
 * A circuit per tenant and destination host: when a host is down its lanes pause instead of burning attempts. Tenants may
 * share a host and fail there each in their own way, so none opens another's. Only outages count; a failure that concerns one
 * call leaves the circuit alone.
 */
@Injectable()
export class Circuits {
  private readonly circuits = new LRUCache<string, Circuit>({ max: 5_000 });

  /** @throws BrokenCircuitError without calling while the circuit is open */
  run<Result>(line: Line, work: () => Promise<Result>): Promise<Result> {
    return this.of(nameOf(line)).policy.execute(work);
  }

  isOpen(line: Line): boolean {
    const circuit = this.circuits.get(nameOf(line));
    return circuit !== undefined && circuit.policy.state !== CircuitState.Closed;
  }

  /** How many lanes each circuit that is not closed lets pass now: one as a probe, else none. By `tenant destination`. */
  rooms(): Record<string, number> {
    const now = performance.now();
    const rooms: Record<string, number> = {};
    for (const [name, { policy, probeAt }] of this.circuits.entries())
      if (policy.state !== CircuitState.Closed)
        rooms[name] = policy.state === CircuitState.Open && probeAt <= now ? 1 : 0;
    return rooms;
  }

  private of(name: string): Circuit {
    const known = this.circuits.get(name);
    if (known) return known;
    const policy = circuitBreaker(handleType(DestinationOutage), {
      halfOpenAfter: PROBE_EVERY_MS,
      breaker: new ConsecutiveBreaker(OPENS_AFTER),
    });
    const circuit: Circuit = { policy, probeAt: 0 };
    policy.onBreak(() => (circuit.probeAt = performance.now() + PROBE_EVERY_MS));
    this.circuits.set(name, circuit);
    return circuit;
  }
}

function nameOf({ tenantId, destination }: Line): string {
  return `${tenantId} ${destination}`;
}

export { BrokenCircuitError };
