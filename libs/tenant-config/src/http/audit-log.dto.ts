import { IsOptional, Matches } from 'class-validator';
import { PageQueryDto } from '#web';
import { SLUG } from '../domain/slug.js';

export class AuditQueryDto extends PageQueryDto {
  /** Only entries about the tenant with this slug. */
  @IsOptional()
  @Matches(SLUG, { message: 'must be the slug of a tenant' })
  readonly tenant?: string;
}

export class AuditEntryDto {
  /** @example "2026-03-02T09:00:00.000Z" */
  readonly at!: Date;
  /**
   * Name of the key that was used.
   * @example "grace"
   */
  readonly actor!: string;
  /** @example "tenant.updated" */
  readonly action!: string;
  /**
   * Slug of the tenant, if it was about one.
   * @example "acme"
   */
  readonly tenant!: string | null;
  /**
   * Id of what was acted on.
   * @example "acme"
   */
  readonly target!: string | null;
  /**
   * What changed, by name; never values that are secret.
   * @example {"changed": ["engage.baseApiUrl"]}
   */
  readonly detail!: object;
  /** @example "0d1c62f5-7c7e-4f0e-a4f5-1f4a8ac3a1f0" */
  readonly requestId!: string | null;
}

export class AuditPageDto {
  readonly items!: AuditEntryDto[];
  /** For the next page; null at the end. */
  readonly nextCursor!: string | null;
}
