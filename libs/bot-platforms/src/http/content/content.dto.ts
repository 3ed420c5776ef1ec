import type { Type } from '@nestjs/common';
import { cleanJson, type JsonObject } from '#kernel';
import { readRichContent, type RichContent } from '#rich-content';
import { CarouselContentDto, ListContentDto, TemplateContentDto } from './cards.dto.js';
import { ButtonsContentDto, ChoicesContentDto } from './choices.dto.js';
import { OneOfTypes } from './one-of-types.decorator.js';
import { LocationContentDto, RichLinkContentDto } from './places.dto.js';

export type ContentDto =
  | ChoicesContentDto
  | ButtonsContentDto
  | TemplateContentDto
  | CarouselContentDto
  | ListContentDto
  | RichLinkContentDto
  | LocationContentDto;

const CONTENTS: Readonly<Record<RichContent['type'], Type<ContentDto>>> = {
  quick_replies: ChoicesContentDto,
  select: ChoicesContentDto,
  buttons: ButtonsContentDto,
  template: TemplateContentDto,
  carousel: CarouselContentDto,
  list: ListContentDto,
  rich_link: RichLinkContentDto,
  location: LocationContentDto,
};

/** The content of a message besides its text and files. */
export function IsRichContent(): PropertyDecorator {
  return OneOfTypes(CONTENTS);
}

/** The content that was checked, in our model; null members count as omitted. */
export function toRichContent(dto: ContentDto): RichContent | undefined {
  return readRichContent(cleanJson({ ...dto }) as JsonObject);
}
