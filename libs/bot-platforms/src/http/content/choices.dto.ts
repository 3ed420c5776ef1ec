import { MAX_ITEMS } from '#rich-content';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { BUTTONS, type ButtonDto } from './button.dto.js';
import { IsPayload, IsTitle, IsWebAddress } from './content-text.decorators.js';
import { OneOfTypes } from './one-of-types.decorator.js';

/** One choice of the customer. */
export class ChoiceDto {
  /**
   * Text of the choice, and of the customer's answer when it is chosen.
   * @example "Yes"
   */
  @IsTitle()
  readonly title!: string;

  /**
   * What your bot receives when it is chosen; omitted: the title.
   * @example "confirm"
   */
  @IsOptional()
  @IsPayload()
  readonly payload?: string;

  /**
   * A small picture next to the title, where the platform shows one.
   * @example "https://shop.example/icons/yes.png"
   */
  @IsOptional()
  @IsWebAddress()
  readonly imageUrl?: string;
}

/** Choices of which the customer selects one: chips that disappear (`quick_replies`) or a menu that stays (`select`). */
export class ChoicesContentDto {
  /**
   * `quick_replies`: chips that disappear. `select`: a menu that stays.
   * @example "quick_replies"
   */
  @IsIn(['quick_replies', 'select'])
  readonly type!: 'quick_replies' | 'select';

  /** The choices, from first to last. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ChoiceDto)
  readonly items!: ChoiceDto[];
}

/** Buttons below the message's text. */
export class ButtonsContentDto {
  /**
   * Kind of the content.
   * @example "buttons"
   */
  @IsIn(['buttons'])
  readonly type!: 'buttons';

  /** The buttons, from first to last. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @OneOfTypes(BUTTONS, { each: true })
  readonly items!: ButtonDto[];
}
