import { type Database, type Prepared, SharedRuns } from '#database';
import type { TenantId } from '#kernel';

/** Maximum of look-ups in a statement, and of statements at a time. */
const LIMITS = { items: 64, inFlight: 2 } as const;

/** The current version of a tenant. */
export interface TenantVersion {
  readonly id: TenantId;
  readonly version: string;
  /** Id of the bot's key by which the tenant was found. */
  readonly keyId?: string;
  /** End of validity of a key that was replaced. */
  readonly validUntil?: Date | null;
}

interface Found<Key> extends TenantVersion {
  readonly key: Key;
}

/**
 * Finds tenants by their keys. Look-ups that come while statements are running share the next one, so that each sees at
 * least what was stored when it came.
 */
export class TenantLookUps<Key extends string | Buffer> {
  private readonly runs: SharedRuns<Key, TenantVersion | undefined>;

  /** @param sql with `$1` for a list of keys; returns id and version of the tenant of each */
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
