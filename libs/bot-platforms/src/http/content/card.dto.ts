import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';
import { BUTTONS, type ButtonDto } from './button.dto.js';
import { IsTitle, IsWebAddress } from './content-text.decorators.js';
import { OneOfTypes } from './one-of-types.decorator.js';

/** More than any platform shows. */
export const MAX_ITEMS = 50;

/** A title, and what may stand around it. */
export class CardDto {
  /** @example "Green plan" */
  @IsTitle()
  readonly title!: string;

  /** @example "100% wind" */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  readonly subtitle?: string;

  /** @example "https://shop.example/plans/green.png" */
  @IsOptional()
  @IsWebAddress()
  readonly imageUrl?: string;

  /**
   * Where a click on the card leads.
   * @example "https://shop.example/plans/green"
   */
  @IsOptional()
  @IsWebAddress()
  readonly url?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_ITEMS)
  @OneOfTypes(BUTTONS, { each: true })
  readonly buttons?: ButtonDto[];
}
