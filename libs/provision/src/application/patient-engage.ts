import { EngageAdministration, type RestContext } from '#engage-outbound';
import type { Pauses } from '#database';
import { AppError } from '#kernel';
import type { Tenant } from '#tenant-config';

/** If the calls of a domain are used up, waiting may take two of its minutes. */
const PATIENCE_MS = 150_000;
const SHORTEST_PAUSE_MS = 250;

type Call<Result> = (engage: EngageAdministration, context: RestContext) => Promise<Result>;

/** Engage's administration for one run: calls wait for the rate limit; every other error fails at once. */
export class PatientEngage {
  constructor(
    private readonly engage: EngageAdministration,
    readonly tenant: Tenant,
    readonly signal: AbortSignal,
    private readonly pauses: Pauses,
  ) {}

  /**
   * Use the background priority for long lists, so that calls are left for conversations.
   *
   * @throws the errors of the call, but EngageBudgetSpent and EngageThrottled only after minutes
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
