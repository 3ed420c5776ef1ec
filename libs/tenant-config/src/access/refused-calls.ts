import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#kernel';
import { type Actor, AuditLog } from '../ports/audit-log.js';

/** A call to /admin that was refused. */
export interface RefusedCall {
  readonly status: number;
  /** Method and pattern of the route: paths hold ids of end users. */
  readonly route: string;
  readonly address: string;
  /** Id of the caller's key, if it is valid. */
  readonly keyId: string | null;
  readonly keyName: string | undefined;
}

interface Tally extends Pick<Actor, 'name'> {
  readonly address: string | null;
  readonly keyId: string | null;
  calls: number;
  readonly statuses: Map<number, number>;
  readonly routes: Set<string>;
}

/** Maximum number of entries that a process writes at a time; calls of further callers are counted in one more entry. */
const MOST_ENTRIES = 20;
const MOST_ROUTES = 5;
/** Actor of calls without a valid key. */
const UNKNOWN = 'unknown';

/** Counts refused calls by caller, so that very many calls make only a few entries in the audit log. */
@Injectable()
export class RefusedCalls {
  private tallies = new Map<string, Tally>();

  constructor(private readonly audit: AuditLog) {}

  note(call: RefusedCall): void {
    const tally = this.tallyOf(call);
    tally.calls++;
    tally.statuses.set(call.status, (tally.statuses.get(call.status) ?? 0) + 1);
    if (tally.routes.size < MOST_ROUTES) tally.routes.add(call.route);
  }

  /** Writes the counts since the last time. If that fails, they are dropped: the request log has every call. */
  async write(): Promise<void> {
    const tallies = [...this.tallies.values()];
    this.tallies = new Map();
    for (const { name, keyId, address, ...tally } of tallies)
      await this.audit.record(
        { name, origin: { requestId: null, keyId, address } },
        { action: 'calls.refused', detail: detailOf(tally) },
      );
  }

  private tallyOf({ address, keyId, keyName = UNKNOWN }: RefusedCall): Tally {
    const key = `${keyId} ${address}`;
    const known = this.tallies.get(key) ?? (this.tallies.size < MOST_ENTRIES ? undefined : this.others());
    if (known) return known;
    return this.add(key, { name: keyName, address, keyId });
  }

  private others(): Tally {
    return this.tallies.get('others') ?? this.add('others', { name: UNKNOWN, address: null, keyId: null });
  }

  private add(key: string, who: Pick<Tally, 'name' | 'address' | 'keyId'>): Tally {
    const tally = { ...who, calls: 0, statuses: new Map<number, number>(), routes: new Set<string>() };
    this.tallies.set(key, tally);
    return tally;
  }
}

function detailOf({ calls, statuses, routes }: Pick<Tally, 'calls' | 'statuses' | 'routes'>): JsonObject {
  return { calls, statuses: Object.fromEntries(statuses), routes: [...routes] };
}
