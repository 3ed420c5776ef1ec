import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { EngageBudgetSpent } from '../application/engage.errors.js';
import { CALLS_PER_MINUTE, type CallPriority, RateGovernor, type RateUsage } from '../ports/rate-governor.js';

/**
 * Counts in PostgreSQL, by its clock. A call is admitted by a statement of its own, outside of any transaction: it counts
 * even if the caller's transaction is rolled back, and holds the domain's lock for that statement only.
 */
@Injectable()
export class PostgresRateGovernor implements RateGovernor {
  constructor(private readonly database: Database) {}

  async admit(domain: string, tenantId: TenantId, priority: CallPriority): Promise<void> {
    const rows = await this.database.separately<{ wait_ms: number }>(
      'SELECT admit_engage_call($1, $2, $3, $4) AS wait_ms',
      [domain, tenantId, priority === 'background', CALLS_PER_MINUTE],
    );
    const waitMs = rows[0]?.wait_ms ?? 0;
    if (waitMs > 0) throw new EngageBudgetSpent(domain, waitMs);
  }

  async usage(domain: string): Promise<RateUsage> {
    const [row] = await this.database.separately<{ calls: number; blocked: boolean }>(
      `SELECT (SELECT coalesce(sum(calls), 0)::int FROM engage_calls
               WHERE domain = $1 AND slot > clock_timestamp() - interval '61 s') AS calls,
              EXISTS (SELECT FROM engage_domains WHERE domain = $1 AND blocked_until > clock_timestamp()) AS blocked`,
      [domain],
    );
    return { calls: row?.calls ?? 0, allowed: CALLS_PER_MINUTE, blocked: row?.blocked ?? false };
  }

  async block(domain: string, milliseconds: number): Promise<void> {
    await this.database.separately(
      `INSERT INTO engage_domains (domain, blocked_until) VALUES ($1, clock_timestamp() + $2 * interval '1 ms')
       ON CONFLICT (domain) DO UPDATE SET blocked_until = greatest(engage_domains.blocked_until, excluded.blocked_until)`,
      [domain, milliseconds],
    );
  }
}
