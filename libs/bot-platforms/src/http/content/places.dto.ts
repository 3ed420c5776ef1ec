import { IsIn, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsTitle, IsWebAddress } from './content-text.decorators.js';

/** A link with a preview. */
export class RichLinkContentDto {
  /**
   * Kind of the content.
   * @example "rich_link"
   */
  @IsIn(['rich_link'])
  readonly type!: 'rich_link';

  /**
   * Title of the preview.
   * @example "How to read your meter"
   */
  @IsTitle()
  readonly title!: string;

  /**
   * Address of the page, http or https.
   * @example "https://help.example/meter"
   */
  @IsWebAddress()
  readonly url!: string;

  /**
   * Text below the title.
   * @example "In three steps"
   */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  readonly subtitle?: string;

  /**
   * Public address of a picture, http or https.
   * @example "https://help.example/meter.png"
   */
  @IsOptional()
  @IsWebAddress()
  readonly imageUrl?: string;
}

/** A place, with coordinates in degrees (WGS 84). */
export class LocationContentDto {
  /**
   * Kind of the content.
   * @example "location"
   */
  @IsIn(['location'])
  readonly type!: 'location';

  /**
   * North is positive.
   * @example 51.0543
   */
  @IsNumber()
  @Min(-90)
  @Max(90)
  readonly latitude!: number;

  /**
   * East is positive.
   * @example 3.7174
   */
  @IsNumber()
  @Min(-180)
  @Max(180)
  readonly longitude!: number;

  /**
   * Name of the place.
   * @example "Our shop"
   */
  @IsOptional()
  @IsTitle()
  readonly title?: string;
}
