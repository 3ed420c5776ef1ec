import { MAX_ITEMS } from '#rich-content';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { BUTTONS, type ButtonDto } from './button.dto.js';
import { CardDto } from './card.dto.js';
import { OneOfTypes } from './one-of-types.decorator.js';

/** One card. */
export class TemplateContentDto extends CardDto {
  /**
   * Kind of the content.
   * @example "template"
   */
  @IsIn(['template'])
  readonly type!: 'template';
}

/** Cards side by side. */
export class CarouselContentDto {
  /**
   * Kind of the content.
   * @example "carousel"
   */
  @IsIn(['carousel'])
  readonly type!: 'carousel';

  /** The cards, from first to last. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CardDto)
  readonly items!: CardDto[];
}

/** Cards one below the other. */
export class ListContentDto {
  /**
   * Kind of the content.
   * @example "list"
   */
  @IsIn(['list'])
  readonly type!: 'list';

  /** The cards, from first to last. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CardDto)
  readonly items!: CardDto[];

  /** A button below all cards. */
  @IsOptional()
  @OneOfTypes(BUTTONS)
  readonly button?: ButtonDto;
}
