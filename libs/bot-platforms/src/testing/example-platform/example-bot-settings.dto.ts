import { IsOptional } from 'class-validator';
import { IsOutboundUrl, IsSecret, visibleAscii } from '#tenant-config';

/** Settings of a tenant on the example platform. */
export class ExampleBotSettings {
  /** @example "https://bot.example/events" */
  @IsOptional()
  @IsOutboundUrl()
  readonly eventsUrl?: string;

  /** @example "a-long-random-text" */
  @IsOptional()
  @IsSecret(visibleAscii(16, 256))
  readonly token?: string;
}
