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

const OPENS_AFTER = 5;
/** An open circuit is probed at least this often, in milliseconds. */
const PROBE_EVERY_MS = 5_000;

interface Circuit {
  readonly policy: CircuitBreakerPolicy;
  /** While open: when the next probe may go, on the process's monotonic clock. */
  probeAt: number;
}

/**
 * A circuit per destination host: when a host is down its lanes pause instead of burning attempts. Only outages count;
 * a failure that concerns one call leaves the circuit alone.
 */
@Injectable()
export class Circuits {
  private readonly circuits = new LRUCache<string, Circuit>({ max: 5_000 });

  /** @throws BrokenCircuitError without calling while the circuit is open */
  run<Result>(destination: string, work: () => Promise<Result>): Promise<Result> {
    return this.of(destination).policy.execute(work);
  }

  isOpen(destination: string): boolean {
    const circuit = this.circuits.get(destination);
    return circuit !== undefined && circuit.policy.state !== CircuitState.Closed;
  }

  /** Destinations that are not to be called now. */
  resting(): string[] {
    const now = performance.now();
    return [...this.circuits.entries()]
      .filter(([, { policy, probeAt }]) => policy.state === CircuitState.Open && probeAt > now)
      .map(([destination]) => destination);
  }

  private of(destination: string): Circuit {
    const known = this.circuits.get(destination);
    if (known) return known;
    const policy = circuitBreaker(handleType(DestinationOutage), {
      halfOpenAfter: PROBE_EVERY_MS,
      breaker: new ConsecutiveBreaker(OPENS_AFTER),
    });
    const circuit: Circuit = { policy, probeAt: 0 };
    policy.onBreak(() => (circuit.probeAt = performance.now() + PROBE_EVERY_MS));
    this.circuits.set(destination, circuit);
    return circuit;
  }
}

export { BrokenCircuitError };
