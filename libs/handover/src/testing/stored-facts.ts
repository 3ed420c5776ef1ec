import type { Database } from '#database';
import { WakeUp } from '#delivery';
import { SystemClock, type TenantId } from '#kernel';
import { PostgresFactStore } from '../adapters/postgres-fact.store.js';
import type { FactWrites } from '../ports/fact-store.js';

/** Workers poll. */
class NoWakeUp extends WakeUp {
  ring(): void {}
  onRing(): () => void {
    return () => undefined;
  }
}

export function factStoreOn(database: Database): PostgresFactStore {
  return new PostgresFactStore(database, new NoWakeUp(), new SystemClock());
}

/** Stores this and nothing else, in a separate transaction or in the running one. */
export function storeFacts(database: Database, tenantId: TenantId, some: Partial<FactWrites>): Promise<void> {
  const nothing = {
    events: [],
    conversations: [],
    begun: [],
    changed: [],
    journal: [],
    marks: [],
    items: [],
    unused: [],
  };
  return database.inTenant(tenantId, () => factStoreOn(database).save(tenantId, { ...nothing, ...some }));
}
