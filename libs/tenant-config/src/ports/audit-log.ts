import type { JsonObject } from '#kernel';
import type { Admin } from '../domain/admin.js';

/** Something an administrator did. It never holds secrets or messages, only names of what changed. */
export interface AuditEntry {
  /** `<object>.<verb>`, e.g. `tenant.updated`. */
  readonly action: string;
  readonly tenantSlug?: string;
  /** Id of what was acted on. */
  readonly target?: string;
  readonly detail?: JsonObject;
}

export interface RecordedEntry extends AuditEntry {
  /** Grows with time. */
  readonly position: string;
  readonly at: Date;
  readonly actor: string;
  readonly requestId: string | null;
}

export interface AuditQuery {
  /** null: all, also entries about no tenant. */
  readonly tenantSlugs: readonly string[] | null;
  readonly limit: number;
  /** Only entries before this position. */
  readonly before?: string;
}

/** Who changed what and when; nothing in it ever changes. */
export abstract class AuditLog {
  /** Joins the running transaction, so that an act and its entry stand or fall together. */
  abstract record(admin: Admin, entry: AuditEntry): Promise<void>;
  /** Newest first. */
  abstract list(query: AuditQuery): Promise<RecordedEntry[]>;
}
