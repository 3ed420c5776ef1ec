import { ApiHideProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsObject, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { SLUG } from '../domain/slug.js';
import { EngageSettingsDto } from './engage-settings.dto.js';
import { HandoverSettingsDto } from './handover-settings.dto.js';
import { ProfileMappingDto } from './profile-mapping.dto.js';
import { IsSettings } from './settings-class.decorators.js';

/** How long customers' data is kept. */
export class RetentionDto {
  /**
   * Days that messages are kept.
   * @example 30
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  readonly messageDays?: number;

  /**
   * Days that profiles are kept after they were last used.
   * @example 30
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  readonly profileDays?: number;
}

/** A new tenant. Only `slug`, `name` and `bot.platform` are needed at first. */
export class CreateTenantDto {
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
  readonly name!: string;

  /**
   * `false` stops the tenant: its bots and its Engage domain are turned away, deliveries pause. Default true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly enabled?: boolean;

  /**
   * Whether `/handover/rce` without a slug serves this tenant. At most one may; only a key that is not bound to
   * tenants can change it. Default false.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly default?: boolean;

  /** The Engage side. */
  @IsOptional()
  @IsSettings(() => EngageSettingsDto)
  readonly engage?: EngageSettingsDto;

  /** The bot side; its fields depend on `platform` and are checked by it. */
  @ApiHideProperty()
  @IsObject()
  readonly bot!: object;

  /** How conversations are handed over. */
  @IsOptional()
  @IsSettings(() => HandoverSettingsDto)
  readonly handover?: HandoverSettingsDto;

  /** How customers' profiles are shown to agents. */
  @IsOptional()
  @IsSettings(() => ProfileMappingDto)
  readonly profileMapping?: ProfileMappingDto;

  /** How long customers' data is kept. */
  @IsOptional()
  @IsSettings(() => RetentionDto)
  readonly retention?: RetentionDto;
}

/** A change as a JSON merge patch (RFC 7396): what is left out stays, `null` goes back to the default or clears a secret. */
export class UpdateTenantDto extends PartialType(OmitType(CreateTenantDto, ['slug'])) {}
