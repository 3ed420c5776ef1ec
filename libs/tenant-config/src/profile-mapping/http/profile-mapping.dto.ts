import { ApiProperty } from '@nestjs/swagger';
import { IsJsonObjectUpTo } from '#web';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { JsonObject } from '#kernel';

/** Maps one value of the profile to a field in Engage. */
export class MappingRuleDto {
  /**
   * Dotted path in the profile.
   * @example "address.city"
   */
  @IsString()
  @MaxLength(256)
  readonly from!: string;

  /**
   * `user.<field>` or `context.<key>`.
   * @example "context.city"
   */
  @IsString()
  @MaxLength(256)
  readonly to!: string;
}

/** How a customer's profile becomes Engage user fields and context data. */
export class ProfileMappingDto {
  /** Values that are stored under another name than their own. Default: none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => MappingRuleDto)
  readonly rules?: MappingRuleDto[];

  /**
   * Paths of the profile that are never sent to Engage, with everything below them.
   * @example ["payment", "internal.notes"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(256, { each: true })
  readonly exclude?: string[];

  /**
   * What happens when two values map to the same key: `reject` refuses the settings or the preview, `suffix` adds a suffix to the key. A
   * handover always uses suffixes and continues.
   * @example "reject"
   */
  @IsOptional()
  @IsIn(['reject', 'suffix'])
  readonly onCollision?: 'reject' | 'suffix';

  /**
   * Path of the flag in the profile that records the customer's consent to send the profile to Engage: `true`, or the text `true`. Without
   * consent the profile is not sent and the stored profile of the customer is removed; the handover continues without a profile. The
   * timeline and the preview say `no-consent`. Default: no consent is required.
   * @example "consent"
   */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  readonly requireConsent?: string;
}

/** A profile to preview. */
export class PreviewProfileDto {
  /**
   * Any profile as a bot would send it, up to 64 KB.
   * @example {"first_name": "Ada", "address": {"city": "London"}}
   */
  @IsJsonObjectUpTo(64)
  readonly profile!: JsonObject;

  /** Rules to use in the preview instead of the tenant's. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ProfileMappingDto)
  readonly mapping?: ProfileMappingDto;
}

/** A value of the profile that is not sent to Engage. */
export class DroppedValueDto {
  /**
   * Dotted path in the profile.
   * @example "payment.card"
   */
  readonly path!: string;
  /**
   * Why it was left out, as a stable name.
   * @example "excluded"
   */
  readonly reason!: string;
}

/** A value of the profile that is stored under another name or in another form. */
export class ChangedValueDto {
  /**
   * Dotted path in the profile.
   * @example "address2"
   */
  readonly path!: string;
  /**
   * What it was before.
   * @example "address2"
   */
  readonly from!: string;
  /**
   * What is sent to Engage.
   * @example "address-two"
   */
  readonly to!: string;
  /**
   * Why it was changed, as a stable name.
   * @example "context-key"
   */
  readonly reason!: string;
}

/** What agents would see of this profile. */
export class ProfilePreviewDto {
  /**
   * Fields of the Engage user.
   * @example {"screenname": "Ada", "firstname": "Ada"}
   */
  readonly user!: object;
  /**
   * The rest, shown next to the conversation.
   * @example {"address-city": "London"}
   */
  readonly contextData!: object;
  /** Values that were left out, and why. */
  @ApiProperty({ type: [DroppedValueDto] })
  readonly dropped!: readonly DroppedValueDto[];
  /** Values that were moved or changed, and why. */
  @ApiProperty({ type: [ChangedValueDto] })
  readonly changed!: readonly ChangedValueDto[];
}
