import type { JsonObject, TenantId } from '#kernel';
import type { Admin, CallOrigin } from '../domain/access/admin.js';

/** Something an administrator did. It never contains secrets or messages, only names of what changed. */
export interface AuditEntry {
  /** `<object>.<verb>`, e.g. `tenant.updated`. */
  readonly action: string;
  readonly tenantSlug?: string;
  /** Id of the changed object. */
  readonly target?: string;
  readonly detail?: JsonObject;
}

/** Who did it. */
export type Actor = Pick<Admin, 'name'> & {
  readonly origin: Omit<CallOrigin, 'requestId'> & { readonly requestId: string | null };
};

export interface RecordedEntry extends AuditEntry, Omit<CallOrigin, 'requestId'> {
  /** Grows with time. */
  readonly position: string;
  readonly at: Date;
  readonly actor: string;
  /** Null when the entry is about no tenant. */
  readonly tenantId: string | null;
  readonly requestId: string | null;
}

export interface AuditQuery {
  /** Undefined: all, also entries about no tenant. */
  readonly tenantIds?: readonly TenantId[];
  /** Only entries about tenants that had this slug. */
  readonly formerSlug?: string;
  readonly limit: number;
  /** Only entries before this position. */
  readonly before?: string;
}

/** Who changed what and when. Entries never change. */
export abstract class AuditLog {
  /**
   * Joins the running transaction, so that a change and its entry are stored together or not at all. The entry belongs to the tenant that
   * has the slug at that moment.
   */
  abstract record(actor: Actor, entry: AuditEntry): Promise<void>;
  /** Newest first. */
  abstract list(query: AuditQuery): Promise<RecordedEntry[]>;
}
