import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { CognigyBudgetSpent } from '../application/cognigy.errors.js';
import { CallBudget, type CallWeight } from '../ports/call-budget.js';

/**
 * Counts in PostgreSQL, by its clock. A call is admitted by a separate statement, outside of any transaction: it counts
 * even if the caller's transaction is rolled back, and holds the host's lock for that statement only.
 */
@Injectable()
export class PostgresCallBudget implements CallBudget {
  constructor(private readonly database: Database) {}

  async admit(host: string, tenantId: TenantId, weight: CallWeight, callsAllowed: number): Promise<void> {
    const rows = await this.database.separately<{ wait_ms: number }>(
      'SELECT admit_cognigy_call($1, $2, $3, $4) AS wait_ms',
      [host, tenantId, weight === 'minor', callsAllowed],
    );
    const waitMs = rows[0]?.wait_ms ?? 0;
    if (waitMs > 0) throw new CognigyBudgetSpent(host, callsAllowed, waitMs);
  }
}
