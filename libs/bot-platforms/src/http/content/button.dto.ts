import type { Type } from '@nestjs/common';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsPayload, IsTitle, IsWebAddress } from './content-text.decorators.js';

/** A button that answers. */
export class ReplyButtonDto {
  /**
   * Kind of the button.
   * @example "reply"
   */
  @IsIn(['reply'])
  readonly type!: 'reply';

  /**
   * Text of the button, and of the customer's answer when it is pressed.
   * @example "Talk to a person"
   */
  @IsTitle()
  readonly title!: string;

  /**
   * What your bot receives when it is pressed; omitted: the title.
   * @example "agent"
   */
  @IsOptional()
  @IsPayload()
  readonly payload?: string;
}

/** A button that opens a page. */
export class UrlButtonDto {
  /**
   * Kind of the button.
   * @example "url"
   */
  @IsIn(['url'])
  readonly type!: 'url';

  /**
   * Text of the button.
   * @example "Open the invoice"
   */
  @IsTitle()
  readonly title!: string;

  /**
   * Address of the page, http or https.
   * @example "https://shop.example/invoices/4711"
   */
  @IsWebAddress()
  readonly url!: string;
}

/** A button that dials a phone number. */
export class PhoneButtonDto {
  /**
   * Kind of the button.
   * @example "phone"
   */
  @IsIn(['phone'])
  readonly type!: 'phone';

  /**
   * Text of the button.
   * @example "Call us"
   */
  @IsTitle()
  readonly title!: string;

  /**
   * The phone number with its country code.
   * @example "+3292000000"
   */
  @IsString()
  @Length(1, 100)
  @Matches(/\S/, { message: '$property must not be empty' })
  readonly phoneNumber!: string;
}

export type ButtonDto = ReplyButtonDto | UrlButtonDto | PhoneButtonDto;

/** By their `type`. */
export const BUTTONS: Readonly<Record<ButtonDto['type'], Type<ButtonDto>>> = {
  reply: ReplyButtonDto,
  url: UrlButtonDto,
  phone: PhoneButtonDto,
};
