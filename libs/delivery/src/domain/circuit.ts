/** Outages in a row that open a circuit. */
const OPENS_AFTER = 5;
/** An open circuit is probed this often, in milliseconds. */
export const PROBE_EVERY_MS = 5_000;
/** Lanes that wait for the service come first; a call without a lane may probe this much later, in milliseconds. */
const OTHERS_LATER_MS = 1_000;
/** How long after a used-up rate limit the lanes that waited for it continue only a few at a time, in milliseconds. */
const RELUCTANT_MS = 10_000;

/** How the circuit admitted a call, which decides what its result means. */
export type Admission = 'call' | 'probe';

/**
 * Whether a service may be called. Pure: the caller passes the times, in milliseconds of one monotonic clock. Waiting lanes
 * take turns as probes by the kind of their heads, so that a kind that always fails does not keep the circuit open.
 */
export class Circuit {
  private outages = 0;
  private openSince: number | undefined;
  private probeAt = 0;
  private probing = false;
  private granted = false;
  private throttledUntil = 0;
  private readonly probed: string[] = [];

  /** Since when the service is away; undefined while it is available. */
  get awaySince(): number | undefined {
    return this.openSince;
  }

  isPaused(now: number): boolean {
    return this.openSince !== undefined || now < this.throttledUntil;
  }

  /** Whether lanes that waited should continue only a few at a time. */
  isReluctant(now: number): boolean {
    return now < this.throttledUntil + RELUCTANT_MS && this.throttledUntil > 0;
  }

  /** @returns undefined when the call must not be made */
  admit(now: number): Admission | undefined {
    if (now < this.throttledUntil) return undefined;
    if (this.openSince === undefined) return 'call';
    if (this.probing || (!this.granted && now < this.probeAt + OTHERS_LATER_MS)) return undefined;
    this.granted = false;
    this.probing = true;
    return 'probe';
  }

  /** The service gave any answer. @returns whether the circuit closed */
  answered(admission: Admission): boolean {
    if (admission === 'call' && this.openSince !== undefined) return false; // it was made before the service went away
    const closes = this.openSince !== undefined;
    this.outages = 0;
    this.openSince = undefined;
    this.probing = false;
    this.probed.length = 0;
    return closes;
  }

  /** @returns whether the circuit opened */
  failed(admission: Admission, now: number): boolean {
    this.ended(admission, now);
    this.outages += 1;
    if (this.openSince !== undefined || this.outages < OPENS_AFTER) return false;
    this.openSince = now;
    this.probeAt = now + PROBE_EVERY_MS;
    return true;
  }

  /** The call ended without an answer for another reason, e.g. because its caller stopped waiting. */
  ended(admission: Admission, now: number): void {
    if (admission !== 'probe') return;
    this.probing = false;
    this.probeAt = now + PROBE_EVERY_MS;
  }

  /** The service accepts no calls until then. */
  throttle(until: number): void {
    this.throttledUntil = Math.max(this.throttledUntil, until);
  }

  /** Since when a waiting lane should probe; undefined when none should. */
  dueSince(now: number): number | undefined {
    return this.openSince !== undefined && !this.probing && now >= this.probeAt ? this.probeAt : undefined;
  }

  /** Kinds of heads that have probed, least recently first. */
  get probedKinds(): readonly string[] {
    return this.probed;
  }

  /** A lane with a head of this kind may probe now. */
  grant(kind: string, now: number): void {
    this.probeAt = now + PROBE_EVERY_MS;
    this.granted = true;
    const known = this.probed.indexOf(kind);
    if (known >= 0) this.probed.splice(known, 1);
    this.probed.push(kind);
  }
}
