import { EngageAdministration, type RestContext } from '#engage-outbound';
import { AppError } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Pauses } from './pauses.js';

/** A domain that is used up may take its minute twice. */
const PATIENCE_MS = 150_000;
const SHORTEST_PAUSE_MS = 250;

type Call<Result> = (engage: EngageAdministration, context: RestContext) => Promise<Result>;

/** Engage's administration for one run: what must wait for the rate limit waits, everything else fails at once. */
export class PatientEngage {
  constructor(
    private readonly engage: EngageAdministration,
    readonly tenant: Tenant,
    readonly signal: AbortSignal,
    private readonly pauses: Pauses,
  ) {}

  /**
   * Long lists are for the background, so that they leave conversations their calls.
   *
   * @throws whatever the call throws, but EngageBudgetSpent and EngageThrottled only after minutes
   */
  async call<Result>(call: Call<Result>, priority: RestContext['priority'] = 'agent-facing'): Promise<Result> {
    const context = { tenant: this.tenant, signal: this.signal, priority };
    for (let waited = 0; ;) {
      try {
        return await call(this.engage, context);
      } catch (error) {
        if (!(error instanceof AppError) || error.kind !== 'throttled' || waited >= PATIENCE_MS) throw error;
        const waitMs = Math.max(error.retryAfterMs ?? 0, SHORTEST_PAUSE_MS);
        await this.pauses.wait(waitMs, this.signal);
        waited += waitMs;
      }
    }
  }
}
