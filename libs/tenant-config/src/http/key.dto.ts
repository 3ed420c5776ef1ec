import { IsUniqueList } from '#web';
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
import { ADMIN_ROLES, type AdminRole } from '../domain/admin.js';
import { SLUG } from '../domain/slug.js';

export class CreateBotKeyDto {
  /**
   * What the key is for.
   * @example "production"
   */
  @ValidateIf((_, name: unknown) => name !== undefined) // unlike IsOptional: null is no name
  @IsString()
  @Length(1, 100)
  readonly name?: string;
}

export class BotKeyDto {
  /** @example "7f7e2f2c-6a3f-4a0e-9d5c-0f1f4e9d8b11" */
  readonly id!: string;
  /** @example "production" */
  readonly name!: string;
  /**
   * Its last four characters.
   * @example "Rt5x"
   */
  readonly last4!: string;
  /** @example "2026-03-02T09:00:00.000Z" */
  readonly createdAt!: Date;
}

export class CreatedBotKeyDto extends BotKeyDto {
  /**
   * The key. It is shown only once.
   * @example "ehb_yVQm3u0cR1d8"
   */
  readonly key!: string;
}

export class BotKeyListDto {
  readonly items!: BotKeyDto[];
  /** Always null: all keys are on one page. */
  @ApiProperty({ type: String, nullable: true, example: null })
  readonly nextCursor!: null;
}

export class CallerDto {
  /**
   * As shown in the audit log.
   * @example "grace"
   */
  readonly name!: string;
  /** @example "operator" */
  @ApiProperty({ enum: ADMIN_ROLES })
  readonly role!: AdminRole;
  /**
   * Slugs of the tenants that the key is bound to; null: all.
   * @example ["acme"]
   */
  @ApiProperty({ type: [String], nullable: true })
  readonly tenants!: readonly string[] | null;
}

export class CreateAdminKeyDto {
  /**
   * Owner of the key; shown in the audit log.
   * @example "grace"
   */
  @IsString()
  @Length(1, 100)
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
  @Matches(SLUG, { each: true, message: 'must be slugs of tenants of tenants of tenants' })
  readonly tenants?: string[];
}

export class AdminKeyDto {
  /** @example "7f7e2f2c-6a3f-4a0e-9d5c-0f1f4e9d8b11" */
  readonly id!: string;
  /** @example "grace" */
  readonly name!: string;
  /** @example "operator" */
  readonly role!: AdminRole;
  /**
   * null: every tenant.
   * @example ["acme"]
   */
  @ApiProperty({ type: [String], nullable: true })
  readonly tenants!: readonly string[] | null;
  /** @example "Rt5x" */
  readonly last4!: string;
  /** @example "2026-03-02T09:00:00.000Z" */
  readonly createdAt!: Date;
}

export class CreatedAdminKeyDto extends AdminKeyDto {
  /**
   * The key. It is shown only once.
   * @example "eha_c2n8Kx0w5Vb"
   */
  readonly key!: string;
}

export class AdminKeyPageDto {
  readonly items!: AdminKeyDto[];
  /** Cursor of the next page; null on the last page. */
  readonly nextCursor!: string | null;
}
