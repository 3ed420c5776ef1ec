import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import {
  AVAILABILITY_MODES,
  type AvailabilityMode,
  CLOSED_ACTIONS,
  type ClosedAction,
  type Weekday,
  WEEKDAYS,
} from '../../domain/settings/availability.js';
import type { CustomerTexts } from '../../domain/settings/customer-texts.js';
import { IsCustomerTexts } from './customer-texts.decorator.js';
import { IsSettings } from './settings-class.decorators.js';

const FROM = /^([01]\d|2[0-3]):[0-5]\d$/;
const TO = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const FROM_FAULT = { message: 'must be a time of the day from 00:00 to 23:59' };
const TO_FAULT = { message: 'must be a time of the day from 00:01 to 24:00' };
const MOST_WEEKLY = 70;
const MOST_EXCEPTIONS = 400;

/** Optional, but not null: a merge patch removes null only from objects, not from the items of a list. */
const IsGiven = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** One span of open hours on a weekday. A day can have several spans; a day without a span is closed. */
export class WeeklySpanDto {
  /**
   * Day of the week.
   * @example "monday"
   */
  @IsIn(WEEKDAYS)
  readonly day!: Weekday;

  /**
   * First open minute, in the local time of the time zone.
   * @example "09:00"
   */
  @Matches(FROM, FROM_FAULT)
  readonly from!: string;

  /**
   * First closed minute after it, up to 24:00. For hours over midnight use two spans: until 24:00, and from 00:00 on the next day.
   * @example "17:30"
   */
  @Matches(TO, TO_FAULT)
  readonly to!: string;
}

/** A date on which the weekly hours do not apply: either `closed`, or open from `from` to `to`. Add one entry for each span. */
export class OpeningExceptionDto {
  /**
   * In the time zone of the hours.
   * @example "2026-12-24"
   */
  @Matches(/^\d{4}-\d\d-\d\d$/, { message: 'must be a date, YYYY-MM-DD' })
  readonly date!: string;

  /**
   * Closed all day.
   * @example true
   */
  @IsGiven()
  @Equals(true, { message: 'must be true or omitted' })
  readonly closed?: true;

  /**
   * First open minute. Use it with `to`, instead of `closed`.
   * @example "09:00"
   */
  @IsGiven()
  @Matches(FROM, FROM_FAULT)
  readonly from?: string;

  /**
   * First closed minute after it, up to 24:00. Required with `from`.
   * @example "12:00"
   */
  @IsGiven()
  @Matches(TO, TO_FAULT)
  readonly to?: string;
}

/** When agents work. */
export class OpeningHoursDto {
  /**
   * IANA name of the time zone. Daylight saving time applies: a skipped hour is not open, a repeated hour is open twice.
   * @example "Europe/Berlin"
   */
  @IsString()
  @MaxLength(64)
  readonly timeZone!: string;

  /**
   * Hours of the days of the week.
   * @example [{ "day": "monday", "from": "09:00", "to": "17:30" }, { "day": "tuesday", "from": "09:00", "to": "17:30" }]
   */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_WEEKLY)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WeeklySpanDto)
  @ApiProperty({ type: [WeeklySpanDto] })
  readonly weekly!: readonly WeeklySpanDto[];

  /**
   * Holidays and days with other hours.
   * @example [{ "date": "2026-12-24", "from": "09:00", "to": "12:00" }, { "date": "2026-12-25", "closed": true }]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_EXCEPTIONS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => OpeningExceptionDto)
  @ApiPropertyOptional({ type: [OpeningExceptionDto] })
  readonly exceptions?: readonly OpeningExceptionDto[];
}

/** What happens when a handover is requested while no agent is available. */
export class WhenClosedDto {
  /**
   * `refuse` (default): 503 with a plain reason. `refuse-with-text`: 503 whose `handover.error.message` is the text in the customer's
   * language, for the bot to say; Chatlayer's customers receive it from this service. `accept`: the handover starts, and the customer waits until an
   * agent takes the conversation, without the limit of `noPickupMinutes`; the text, if there is one, is sent to the customer.
   * @example "refuse-with-text"
   */
  @IsIn(CLOSED_ACTIONS)
  readonly action!: ClosedAction;

  @IsCustomerTexts(
    'Texts for the customer by language (BCP 47 tag), and `default` for all others. The language is taken from `language` or `locale` in the context or profile of the start.',
    {
      default: 'We are closed. Please write to us again from 9 am.',
      de: 'Wir haben geschlossen. Ab 9 Uhr sind wir wieder da.',
    },
  )
  readonly texts?: CustomerTexts;
}

/** When a handover may start. */
export class AvailabilityDto {
  /**
   * `always`: at any time. `agents`: while an agent of the agent category is available on the source's channel and not at capacity.
   * `hours`: within the opening hours. `agents-and-hours`: both.
   * @example "always"
   */
  @IsIn(AVAILABILITY_MODES)
  readonly mode!: AvailabilityMode;

  /** Needed by the modes `hours` and `agents-and-hours`. */
  @IsOptional()
  @IsSettings(() => OpeningHoursDto)
  readonly hours?: OpeningHoursDto;

  /** Default: refuse. */
  @IsOptional()
  @IsSettings(() => WhenClosedDto)
  readonly whenClosed?: WhenClosedDto;
}
