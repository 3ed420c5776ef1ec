import { MAX_ITEMS } from '#rich-content';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';
import { BUTTONS, type ButtonDto } from './button.dto.js';
import { IsTitle, IsWebAddress } from './content-text.decorators.js';
import { OneOfTypes } from './one-of-types.decorator.js';

/** A title, with optional texts and a picture. */
export class CardDto {
  /**
   * Title of the card.
   * @example "Green plan"
   */
  @IsTitle()
  readonly title!: string;

  /**
   * Text below the title.
   * @example "100% wind"
   */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  readonly subtitle?: string;

  /**
   * Public address of a picture, http or https.
   * @example "https://shop.example/plans/green.png"
   */
  @IsOptional()
  @IsWebAddress()
  readonly imageUrl?: string;

  /**
   * Address that a click on the card opens.
   * @example "https://shop.example/plans/green"
   */
  @IsOptional()
  @IsWebAddress()
  readonly url?: string;

  /** Buttons at the bottom of the card. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_ITEMS)
  @OneOfTypes(BUTTONS, { each: true })
  readonly buttons?: ButtonDto[];
}
