import { IsString, Length, Matches } from 'class-validator';
import { SLUG } from '#tenant-config';
import { IsVisible } from '#web';

/** What every import names. */
export class TenantImportDto {
  /**
   * The tenant's name in URLs; it never changes.
   * @example "acme"
   */
  @Matches(SLUG, { message: 'must be 1 to 63 lower-case letters, digits and inner hyphens' })
  readonly slug!: string;

  /**
   * The name that people see.
   * @example "Acme Support"
   */
  @IsString()
  @Length(1, 200)
  @IsVisible()
  readonly name!: string;
}
