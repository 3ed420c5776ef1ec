import { ApiHideProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsVisible } from '#web';
import { SLUG } from '../../domain/slug.js';
import { ProfileMappingDto } from '../../profile-mapping/http/profile-mapping.dto.js';
import { EngageSettingsDto } from '../../settings/http/engage-settings.dto.js';
import { HandoverSettingsDto } from '../../settings/http/handover-settings.dto.js';
import { RetentionDto } from '../../settings/http/retention.dto.js';
import { IsSettings } from '../../settings/http/settings-class.decorators.js';

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
  @IsVisible()
  readonly name!: string;

  /**
   * `false` stops the tenant: calls of its bots and its Engage domain are rejected, and deliveries pause. Default true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly enabled?: boolean;

  /**
   * Use this tenant for `/handover/rce` without a slug. Only one tenant can be the default, and only a key that is not
   * bound to tenants can change it. Default false.
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

/**
 * A change as a JSON merge patch (RFC 7396): omitted members stay as they are, `null` restores the default or deletes a
 * secret.
 */
export class UpdateTenantDto extends PartialType(OmitType(CreateTenantDto, ['slug'])) {}
