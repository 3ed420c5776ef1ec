import { MAX_ITEMS } from '#rich-content';
import { ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { BUTTONS, type ButtonDto } from './button.dto.js';
import { CardDto } from './card.dto.js';
import { OneOfTypes } from './one-of-types.decorator.js';

@ApiSchema({ description: 'One card.' })
export class TemplateContentDto extends CardDto {
  /** @example "template" */
  @IsIn(['template'])
  readonly type!: 'template';
}

@ApiSchema({ description: 'Cards side by side.' })
export class CarouselContentDto {
  /** @example "carousel" */
  @IsIn(['carousel'])
  readonly type!: 'carousel';

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CardDto)
  readonly items!: CardDto[];
}

@ApiSchema({ description: 'Cards one below the other.' })
export class ListContentDto {
  /** @example "list" */
  @IsIn(['list'])
  readonly type!: 'list';

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CardDto)
  readonly items!: CardDto[];

  /** Below them all. */
  @IsOptional()
  @OneOfTypes(BUTTONS)
  readonly button?: ButtonDto;
}
