import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral, type QueryRunner, type Repository } from 'typeorm';
import { isUuid, type TenantId } from '#kernel';
import { inChildSpan, SpanKind, type SpanOptions } from '#traces';
import { namedIfAway } from './connection/database-away.js';
import type { DatabaseConnection } from './connection/database-connection.js';
import { forgetOldPlans } from './connection/plan-age.js';
import { PoolShares, shareOf } from './connection/pool-shares.js';
import { ONE_TENANT } from './roles/service-role.js';
import './exact-json.js';

/** A statement that the server parses and plans once per connection, by its name, because callers send it many times a second. */
export interface Prepared {
  /** One name for one text, in the whole process. */
  readonly name: string;
  /**
   * It must name its columns: a plan whose result changes with the table, such as that of `*`, fails after a migration has
   * added a column.
   */
  readonly text: string;
}

interface Transaction {
  readonly scope: TenantId | 'all';
  readonly runner: QueryRunner;
  readonly afterCommit: (() => void)[];
}

const postgres = (): SpanOptions => ({ kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql' } });

/** How long a call waits for a connection of its tenant's share, in milliseconds. */
const SHARE_PATIENCE_MS = 5_000;

/**
 * The only access to PostgreSQL. Work runs in a transaction that is bound to one tenant (the database itself hides all other
 * rows) or, by an explicit call, goes across tenants. Nested calls join the running transaction. The transactions of one tenant
 * hold at most a share of the connections. Everything throws DatabaseAway while PostgreSQL cannot be used, and DatabaseBusy
 * when others hold the needed lock or connection for too long.
 */
@Injectable()
export class Database {
  private readonly transactions = new AsyncLocalStorage<Transaction>();

  private readonly shares: PoolShares;

  /** @param connection opens `source`; left out: `source` is open */
  constructor(
    private readonly source: DataSource,
    private readonly connection?: DatabaseConnection,
  ) {
    this.shares = new PoolShares(shareOf(source.options.poolSize ?? 0), SHARE_PATIENCE_MS);
  }

  /** Resolves once the database can be used. @throws DatabaseAway if the process stops first */
  async whenOpen(): Promise<void> {
    await this.connection?.whenOpen();
  }

  /** Runs `work` in one transaction that sees and writes rows of this tenant only. */
  inTenant<Result>(tenantId: TenantId, work: () => Promise<Result>): Promise<Result> {
    if (!isUuid(tenantId)) throw new TypeError('A tenant id is a UUID.');
    return this.transact(tenantId, `SET LOCAL ROLE ${ONE_TENANT}; SET LOCAL app.tenant_id = '${tenantId}'`, work);
  }

  /** Runs `work` in one transaction without the tenant fence: key look-up, admin lists, lane claim, sweeps. */
  acrossTenants<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.transact('all', '', work);
  }

  /** Sends one statement inside the running transaction. @throws Error outside of one. */
  async query<Row>(sql: string | Prepared, parameters: readonly unknown[] = []): Promise<Row[]> {
    return rowsOf<Row>(this.current().runner, sql, parameters);
  }

  /**
   * Sends one statement inside the running transaction if there is one, else on its own and without the tenant fence:
   * for look-ups on the hot path that a transaction would only slow down.
   */
  async statement<Row>(sql: string | Prepared, parameters: readonly unknown[] = []): Promise<Row[]> {
    const runner = this.transactions.getStore()?.runner;
    if (!runner) return this.separately(sql, parameters);
    return rowsOf<Row>(runner, sql, parameters).catch((error: unknown) => {
      throw this.named(error);
    });
  }

  /** Sends one statement on its own, also while a transaction is running: its effect stays if that is rolled back. */
  separately<Row>(sql: string | Prepared, parameters: readonly unknown[] = []): Promise<Row[]> {
    return inChildSpan('postgres statement', postgres, () => this.alone<Row>(sql, parameters));
  }

  private async alone<Row>(sql: string | Prepared, parameters: readonly unknown[]): Promise<Row[]> {
    this.connection?.requireOpen();
    const runner = this.source.createQueryRunner();
    try {
      return await rowsOf<Row>(runner, sql, parameters);
    } catch (error) {
      throw this.named(error);
    } finally {
      await runner.release();
    }
  }

  /**
   * Reads or writes a table that has an entity: inside the running transaction if there is one, else on its own and without
   * the tenant fence, as `statement` does. Do not use `save` and `remove` here: they would begin their own transactions.
   */
  async rows<Row extends ObjectLiteral, Result>(
    entity: EntityTarget<Row>,
    work: (repository: Repository<Row>) => Promise<Result>,
  ): Promise<Result> {
    const transaction = this.transactions.getStore();
    if (!transaction) this.connection?.requireOpen();
    try {
      return await work((transaction?.runner.manager ?? this.source.manager).getRepository(entity));
    } catch (error) {
      throw this.named(error);
    }
  }

  /** How long each statement of the running transaction waits for a lock from now on, instead of the usual time. */
  async waitForLocks(ms: number): Promise<void> {
    await this.query(`SET LOCAL lock_timeout = ${Math.round(ms)}`);
  }

  /** Runs `work` in the running transaction; if it throws, its writes are undone and the transaction continues. */
  async savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    const { runner } = this.current();
    await runner.query('SAVEPOINT work');
    try {
      const result = await work();
      await runner.query('RELEASE work');
      return result;
    } catch (error) {
      await runner.query('ROLLBACK TO work');
      throw error;
    }
  }

  /** A separate connection in addition to the pool, not yet connected, e.g. to listen. The caller closes it. */
  newClient(): pg.Client {
    const Client = this.connection?.connections.clientClass() ?? pg.Client;
    return new Client({ connectionString: (this.source.options as { url: string }).url, keepAlive: true });
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
      inChildSpan('postgres transaction', postgres, () =>
        this.begin(preamble, (runner) => this.transactions.run({ scope, runner, afterCommit }, work)),
      ),
    );
    for (const then of afterCommit) then();
    return result;
  }

  /** TypeORM's own transactions would need an extra round trip for the preamble. */
  private async begin<Result>(preamble: string, work: (runner: QueryRunner) => Promise<Result>): Promise<Result> {
    this.connection?.requireOpen();
    const runner = this.source.createQueryRunner();
    try {
      await runner.query(`BEGIN; ${preamble}`);
      const result = await work(runner);
      await commit(runner);
      return result;
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined); // fails only on a lost connection, which has rolled back
      throw this.named(error);
    } finally {
      await runner.release();
    }
  }

  private named(error: unknown): unknown {
    return this.connection ? this.connection.learnFrom(error) : namedIfAway(error);
  }
}

/** PostgreSQL answers COMMIT without an error if a statement failed before, and rolls back. */
async function commit(runner: QueryRunner): Promise<void> {
  const client = (await runner.connect()) as pg.PoolClient;
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back, because a statement in it had failed.');
}

/** The rows that a statement returns; none if it returns nothing. */
async function rowsOf<Row>(
  runner: QueryRunner,
  sql: string | Prepared,
  parameters: readonly unknown[],
): Promise<Row[]> {
  if (typeof sql !== 'string') {
    const client = (await runner.connect()) as pg.PoolClient;
    await forgetOldPlans(client);
    return (await client.query({ ...sql, values: [...parameters] })).rows as Row[];
  }
  const { records } = await runner.query(sql, [...parameters], true);
  return records as Row[];
}
