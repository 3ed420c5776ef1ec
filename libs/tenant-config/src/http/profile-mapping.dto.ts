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

/** Where one value of the profile goes. */
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
  /** What goes elsewhere than it would by its name. Default: none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => MappingRuleDto)
  readonly rules?: MappingRuleDto[];

  /**
   * Paths that Engage never gets, with all below them.
   * @example ["payment", "internal.notes"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(256, { each: true })
  readonly exclude?: string[];

  /**
   * What settings and preview do about two values that map to the same key. A handover always goes on, with suffixes.
   * @example "reject"
   */
  @IsOptional()
  @IsIn(['reject', 'suffix'])
  readonly onCollision?: 'reject' | 'suffix';

  /**
   * Path of the flag in the profile that says that the customer lets it be sent to Engage: `true`, or the text `true`. A profile without it
   * is not sent and the stored profile of the customer is removed; the handover continues without a profile. The timeline and the preview say
   * `no-consent`. Default: no consent is required.
   * @example "consent"
   */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  readonly requireConsent?: string;
}

/** A profile to try. */
export class PreviewProfileDto {
  /**
   * Any profile as a bot would send it, up to 64 KB.
   * @example {"first_name": "Ada", "address": {"city": "London"}}
   */
  @IsJsonObjectUpTo(64)
  readonly profile!: JsonObject;

  /** Rules to try instead of the tenant's. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ProfileMappingDto)
  readonly mapping?: ProfileMappingDto;
}

/** Something that Engage does not get. */
export class DroppedDto {
  /**
   * Dotted path in the profile.
   * @example "payment.card"
   */
  readonly path!: string;
  /**
   * Why it was left out, as a stable word.
   * @example "excluded"
   */
  readonly reason!: string;
}

/** Something that stands elsewhere, or reads otherwise. */
export class ChangedDto {
  /**
   * Dotted path in the profile.
   * @example "address2"
   */
  readonly path!: string;
  /**
   * What it was.
   * @example "address2"
   */
  readonly from!: string;
  /**
   * What Engage gets.
   * @example "address-two"
   */
  readonly to!: string;
  /**
   * Why it was changed, as a stable word.
   * @example "context-key"
   */
  readonly reason!: string;
}

/** What the agent would see. */
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
  @ApiProperty({ type: [DroppedDto] })
  readonly dropped!: readonly DroppedDto[];
  /** Values that were moved or changed, and why. */
  @ApiProperty({ type: [ChangedDto] })
  readonly changed!: readonly ChangedDto[];
}
