import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { currentTrace } from '#traces';
import { DecideFacts } from './decide-facts.js';
import type { FactCall } from './fact-call.js';
import { FactQueue } from './fact-queue.js';

/**
 * Accepts calls from outside: each is decided, stored and committed when it is answered. Calls of a tenant that arrive while
 * transactions are running share the next one.
 */
@Injectable()
export class Intake {
  private readonly queues = new Map<TenantId, FactQueue>();

  constructor(
    private readonly database: Database,
    private readonly facts: DecideFacts,
  ) {}

  /**
   * @throws what the call's work throws, and IdempotencyKeyReused; then nothing of it is stored
   * @throws TooManyCallsWaiting when more of the tenant's calls wait than fit in memory
   * @throws DatabaseBusy when another transaction holds the conversation for too long
   * @throws DatabaseAway when nothing was stored, or when the outcome of the commit is unknown
   */
  async take<Answer>(tenant: Tenant, call: FactCall<Answer>): Promise<Answer> {
    const { id } = tenant;
    let queue = this.queues.get(id);
    if (!queue) this.queues.set(id, (queue = new FactQueue(id, this.database, this.facts)));
    try {
      return (await queue.add({ ...(call as FactCall), tenant, trace: currentTrace() })) as Answer;
    } finally {
      // a call that waited is answered late: meanwhile another queue may have been created
      if (queue.isIdle && this.queues.get(id) === queue) this.queues.delete(id);
    }
  }
}
