import { type Database, type Prepared, SharedRuns } from '#database';
import type { TenantId } from '#kernel';

/** Look-ups that share a statement, and statements at a time. */
const LIMITS = { items: 64, inFlight: 2 } as const;

/** Which version of a tenant counts. */
export interface TenantVersion {
  readonly id: TenantId;
  readonly version: string;
  /** Of a bot's key. */
  readonly keyId?: string;
  /** Of a key that was replaced. */
  readonly validUntil?: Date | null;
}

interface Found<Key> extends TenantVersion {
  readonly key: Key;
}

/**
 * Finds tenants by their keys. Look-ups that come while statements are running share the next one, so that each sees what is
 * stored when it comes.
 */
export class TenantLookUps<Key extends string | Buffer> {
  private readonly runs: SharedRuns<Key, TenantVersion | undefined>;

  /** @param sql with `$1` for a list of keys; answers each with its tenant's id and version */
  constructor(
    private readonly database: Database,
    private readonly sql: Prepared,
  ) {
    this.runs = new SharedRuns((keys) => this.find(keys), LIMITS);
  }

  run(key: Key): Promise<TenantVersion | undefined> {
    return this.runs.add(key);
  }

  private async find(keys: readonly Key[]): Promise<PromiseSettledResult<TenantVersion | undefined>[]> {
    const distinct = [...new Map(keys.map((key) => [textOf(key), key])).values()];
    const rows = await this.database.separately<Found<Key>>(this.sql, [distinct]);
    const byKey = new Map(rows.map((row) => [textOf(row.key), row]));
    return keys.map((key) => ({ status: 'fulfilled', value: byKey.get(textOf(key)) }));
  }
}

const textOf = (key: string | Buffer): string => (typeof key === 'string' ? key : key.toString('hex'));
