import { IsOptional, Matches } from 'class-validator';
import { PageQueryDto } from '#web';
import { SLUG } from '../../domain/slug.js';

/** Which entries of the audit log are wanted. */
export class AuditQueryDto extends PageQueryDto {
  /**
   * Only entries about the tenant with this slug. If no tenant has the slug any more: about the former tenants with
   * this slug.
   */
  @IsOptional()
  @Matches(SLUG, { message: 'must be the slug of a tenant' })
  readonly tenant?: string;
}

/** A change through the admin API, or a refused call to it. */
export class AuditEntryDto {
  /**
   * Time of the call.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly at!: Date;
  /**
   * Name of the key that was used.
   * @example "grace"
   */
  readonly actor!: string;
  /**
   * Id of that key; `ADMIN_API_KEY` for the environment's, null for callers without a valid one.
   * @example "018f3c5e-7a51-7c3f-9d2f-3f8a1f0b2c4d"
   */
  readonly keyId!: string | null;
  /**
   * Address of the caller, according to `TRUST_PROXY`.
   * @example "192.0.2.17"
   */
  readonly address!: string | null;
  /**
   * What was done, as a stable name.
   * @example "tenant.updated"
   */
  readonly action!: string;
  /**
   * Slug of the tenant, if the call was about one.
   * @example "acme"
   */
  readonly tenant!: string | null;
  /**
   * Id of the tenant. A later tenant with the same slug has a different id.
   * @example "018f3c5e-7a51-7c3f-9d2f-3f8a1f0b2c4e"
   */
  readonly tenantId!: string | null;
  /**
   * Id of the changed object.
   * @example "acme"
   */
  readonly target!: string | null;
  /**
   * Changed values by name; never secrets.
   * @example {"changed": ["engage.baseApiUrl"]}
   */
  readonly detail!: object;
  /**
   * Id of the call, also in the logs.
   * @example "0d1c62f5-7c7e-4f0e-a4f5-1f4a8ac3a1f0"
   */
  readonly requestId!: string | null;
}

/** One page of entries of the audit log. */
export class AuditPageDto {
  /** The entries, newest first. */
  readonly items!: AuditEntryDto[];
  /** Cursor of the next page; null on the last page. */
  readonly nextCursor!: string | null;
}
