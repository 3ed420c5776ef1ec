import type { TenantId } from '#kernel';

/** How far a source has been read. */
export interface SourceMark {
  readonly sourceId: string;
  /** When the newest content was written that is known to have arrived, on Engage's clock; undefined before the first turn. */
  readonly readTo: Date | undefined;
  /** When the newest content was written that was on the source at the first turn: this one and older ones are not processed. */
  readonly readFrom: Date | undefined;
}

/** The time up to which everything has arrived from each source that Engage serves itself. */
export abstract class SourceMarks {
  /** Takes a turn. @returns those of the sources that have not had one for this long, on the database's clock */
  abstract take(tenantId: TenantId, sourceIds: readonly string[], forMs: number): Promise<SourceMark[]>;
  abstract save(tenantId: TenantId, mark: SourceMark): Promise<void>;
  /** Deletes the marks of all other sources of the tenant, which are no longer served. */
  abstract keepOnly(tenantId: TenantId, sourceIds: readonly string[]): Promise<void>;
  /** The same for all tenants but these. */
  abstract keepOnlyOf(tenantIds: readonly TenantId[]): Promise<void>;
  /** Makes the next turn of all sources due. */
  abstract makeDue(tenantId: TenantId): Promise<void>;
}
