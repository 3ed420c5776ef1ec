import { Injectable } from '@nestjs/common';
import { Database, violates } from '#database';
import { WakeUp } from '#delivery';
import { Clock, type TenantId } from '#kernel';
import { MOST_OFFERS, ThreadTaken } from '#handover-rules';
import { UnknownTenant } from '#tenant-config';
import { FactStore, type FactWrites, type LoadedFacts, StoredMeanwhile, type WantedFact } from '../ports/fact-store.js';
import { LOAD, type Loaded, readLoaded, wantedFacts } from './load-statement.js';
import { saveStatement } from './save-statement.js';

@Injectable()
export class PostgresFactStore extends FactStore {
  constructor(
    private readonly database: Database,
    private readonly wakeUp: WakeUp,
    private readonly clock: Clock,
  ) {
    super();
  }

  async load(tenantId: TenantId, facts: readonly WantedFact[], waits: boolean): Promise<LoadedFacts> {
    const parameters = [tenantId, wantedFacts(facts, this.clock.now()), waits, MOST_OFFERS];
    const [row] = await this.database.query<{ loaded: Loaded }>(LOAD, parameters);
    if (!row) throw new UnknownTenant(); // it was deleted after the caller found it
    return readLoaded(facts, row.loaded);
  }

  async save(tenantId: TenantId, writes: FactWrites): Promise<void> {
    const statement = saveStatement(writes);
    if (!statement) return;
    const { sql, parameters, expected } = statement;
    const [counts = {}] = await this.database
      .query<Readonly<Record<string, unknown>>>(sql, [tenantId, this.clock.now(), ...parameters])
      .catch((error: unknown) => {
        throw named(error);
      });
    for (const [part, count] of Object.entries(expected))
      if (counts[part] !== count) throw new Error(`A change did not find the state that it leaves (${part}).`);
    if (writes.items.length > 0) this.database.afterCommit(() => this.wakeUp.ring());
  }
}

function named(error: unknown): unknown {
  if (violates(error, 'events_pkey'))
    return new StoredMeanwhile('Another transaction has stored the event.', { cause: error });
  if (violates(error, 'uq_conversations_thread'))
    return new ThreadTaken('Another conversation holds this thread of Engage.', { cause: error });
  return error;
}
