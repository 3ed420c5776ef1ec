import { IsUniqueList, IsVisible } from '#web';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateIf,
} from 'class-validator';
import { ADMIN_ROLES, type AdminRole } from '../../domain/access/admin.js';
import { SLUG } from '../../domain/slug.js';

/** A new key for the bot side. */
export class CreateBotKeyDto {
  /**
   * What the key is for.
   * @example "production"
   */
  @ValidateIf((_, name: unknown) => name !== undefined) // unlike IsOptional: null is no name
  @IsString()
  @Length(1, 100)
  @IsVisible()
  readonly name?: string;
}

/** A key for the bot side, without the key itself. */
export class BotKeyDto {
  /**
   * Id of the key.
   * @example "7f7e2f2c-6a3f-4a0e-9d5c-0f1f4e9d8b11"
   */
  readonly id!: string;
  /**
   * What the key is for.
   * @example "production"
   */
  readonly name!: string;
  /**
   * Its last four characters.
   * @example "Rt5x"
   */
  readonly last4!: string;
  /**
   * When the key was created.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly createdAt!: Date;
}

/** A new key for the bot side, with the key itself. */
export class CreatedBotKeyDto extends BotKeyDto {
  /**
   * The key. It is shown only once.
   * @example "ehb_yVQm3u0cR1d8"
   */
  readonly key!: string;
}

/** All keys of the bot side. */
export class BotKeyListDto {
  /** The keys. */
  readonly items!: BotKeyDto[];
  /** Always null: all keys are on one page. */
  @ApiProperty({ type: String, nullable: true, example: null })
  readonly nextCursor!: null;
}

/** The admin key that makes this call. */
export class CallerDto {
  /**
   * As shown in the audit log.
   * @example "grace"
   */
  readonly name!: string;
  /**
   * Role of the key: `admin`, `operator` or `viewer`.
   * @example "operator"
   */
  @ApiProperty({ enum: ADMIN_ROLES })
  readonly role!: AdminRole;
  /**
   * Slugs of the tenants that the key is bound to; null: all.
   * @example ["acme"]
   */
  @ApiProperty({ type: [String], nullable: true })
  readonly tenants!: readonly string[] | null;
}

/** A new admin key. */
export class CreateAdminKeyDto {
  /**
   * Owner of the key; shown in the audit log.
   * @example "grace"
   */
  @IsString()
  @Length(1, 100)
  @IsVisible()
  readonly name!: string;

  /**
   * `admin`: everything. `operator`: conversations, deliveries and checks. `viewer`: reading.
   * @example "operator"
   */
  @IsIn(ADMIN_ROLES)
  readonly role!: AdminRole;

  /**
   * Slugs of the tenants that the key is bound to. Omitted: all tenants, including future ones.
   * @example ["acme"]
   */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(200)
  @IsUniqueList()
  @Matches(SLUG, { each: true, message: 'must be slugs of tenants' })
  readonly tenants?: string[];
}

/** An admin key, without the key itself. */
export class AdminKeyDto {
  /**
   * Id of the key.
   * @example "7f7e2f2c-6a3f-4a0e-9d5c-0f1f4e9d8b11"
   */
  readonly id!: string;
  /**
   * Owner of the key; shown in the audit log.
   * @example "grace"
   */
  readonly name!: string;
  /**
   * `admin`: everything. `operator`: conversations, deliveries and checks. `viewer`: reading.
   * @example "operator"
   */
  readonly role!: AdminRole;
  /**
   * null: every tenant.
   * @example ["acme"]
   */
  @ApiProperty({ type: [String], nullable: true })
  readonly tenants!: readonly string[] | null;
  /**
   * Its last four characters.
   * @example "Rt5x"
   */
  readonly last4!: string;
  /**
   * When the key was created.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly createdAt!: Date;
}

/** A new admin key, with the key itself. */
export class CreatedAdminKeyDto extends AdminKeyDto {
  /**
   * The key. It is shown only once.
   * @example "eha_c2n8Kx0w5Vb"
   */
  readonly key!: string;
}

/** One page of admin keys. */
export class AdminKeyPageDto {
  /** The keys. */
  readonly items!: AdminKeyDto[];
  /** Cursor of the next page; null on the last page. */
  readonly nextCursor!: string | null;
}
