import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { TenantId } from '#kernel';
import { namedIfAway } from './database-away.js';
import type { DatabaseConnection } from './database-connection.js';
import { PoolShares, shareOf } from './pool-shares.js';
import './exact-json.js';

interface Transaction {
  readonly scope: TenantId | 'all';
  readonly manager: EntityManager;
  readonly afterCommit: (() => void)[];
}

/** How long a call waits for a connection of its tenant's share, in milliseconds. */
const SHARE_PATIENCE_MS = 5_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The one way to PostgreSQL. Work runs in a transaction that is bound to one tenant (the database itself hides all other
 * rows) or, named so, goes across tenants. Nested calls join the running transaction. The transactions of one tenant hold a
 * share of the connections at most. Everything throws DatabaseAway while PostgreSQL cannot be used, and DatabaseBusy when
 * others hold what is needed for too long.
 */
@Injectable()
export class Database {
  private readonly transactions = new AsyncLocalStorage<Transaction>();

  private readonly shares: PoolShares;

  /** @param connection opens `source`; left out: it is open */
  constructor(
    private readonly source: DataSource,
    private readonly connection?: DatabaseConnection,
  ) {
    this.shares = new PoolShares(shareOf(source.options.poolSize ?? 0), SHARE_PATIENCE_MS);
  }

  /** Resolves once the database can be used. @throws DatabaseAway when the process stops before */
  async whenOpen(): Promise<void> {
    await this.connection?.whenOpen();
  }

  /** Runs `work` in one transaction that sees and writes rows of this tenant only. */
  inTenant<Result>(tenantId: TenantId, work: () => Promise<Result>): Promise<Result> {
    if (!UUID.test(tenantId)) throw new TypeError('A tenant id is a UUID.');
    return this.transact(tenantId, `SET LOCAL ROLE engage_handover_app; SET LOCAL app.tenant_id = '${tenantId}'`, work);
  }

  /** Runs `work` in one transaction without the tenant fence: key look-up, admin lists, lane claim, sweeps. */
  acrossTenants<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.transact('all', '', work);
  }

  /** Sends one statement inside the running transaction. @throws Error outside of one. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const result: unknown = await this.manager.query(sql, [...parameters]);
    return rowsOf<Row>(result);
  }

  /**
   * Sends one statement inside the running transaction if there is one, else on its own and without the tenant fence:
   * for look-ups on the hot path that a transaction would only slow down.
   */
  async statement<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const manager = this.transactions.getStore()?.manager;
    if (!manager) return this.separately(sql, parameters);
    try {
      return rowsOf<Row>(await manager.query(sql, [...parameters]));
    } catch (error) {
      throw this.named(error);
    }
  }

  /** Sends one statement on its own, also while a transaction is running: it stays when that is rolled back. */
  async separately<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    this.connection?.requireOpen();
    try {
      return rowsOf<Row>(await this.source.query(sql, [...parameters]));
    } catch (error) {
      throw this.named(error);
    }
  }

  /** A connection of its own in addition to the pool, not yet connected, e.g. to listen. Its user closes it. */
  newClient(): pg.Client {
    const Client = this.connection?.connections.clientClass() ?? pg.Client;
    return new Client({ connectionString: (this.source.options as { url: string }).url, keepAlive: true });
  }

  /** TypeORM's manager of the running transaction. @throws Error outside of one. */
  get manager(): EntityManager {
    return this.current().manager;
  }

  /** Calls `then` once the running transaction is committed; not at all if it is rolled back. */
  afterCommit(then: () => void): void {
    this.current().afterCommit.push(then);
  }

  private current(): Transaction {
    const transaction = this.transactions.getStore();
    if (!transaction) throw new Error('No transaction is running: use inTenant() or acrossTenants().');
    return transaction;
  }

  private async transact<Result>(
    scope: Transaction['scope'],
    preamble: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const outer = this.transactions.getStore();
    if (outer) {
      if (outer.scope !== scope) throw new Error('A transaction never changes its tenant.');
      return work();
    }
    const afterCommit: (() => void)[] = [];
    const result = await this.shares.run(scope, () =>
      this.begin(preamble, (manager) => this.transactions.run({ scope, manager, afterCommit }, work)),
    );
    for (const then of afterCommit) then();
    return result;
  }

  /** TypeORM's own transactions would take a round trip of their own for the preamble. */
  private async begin<Result>(preamble: string, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    this.connection?.requireOpen();
    const runner = this.source.createQueryRunner();
    try {
      await runner.query(`BEGIN; ${preamble}`);
      const result = await work(runner.manager);
      await runner.query('COMMIT');
      return result;
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined); // fails on a lost connection only, and that has rolled back
      throw this.named(error);
    } finally {
      await runner.release();
    }
  }

  private named(error: unknown): unknown {
    return this.connection ? this.connection.learnFrom(error) : namedIfAway(error);
  }
}

/** TypeORM answers `[rows, count]` to UPDATE and DELETE, and plain rows to everything else. */
function rowsOf<Row>(result: unknown): Row[] {
  if (!Array.isArray(result)) return [];
  const isPair = result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
  return (isPair ? result[0] : result) as Row[];
}
