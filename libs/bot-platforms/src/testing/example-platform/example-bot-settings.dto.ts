import { IsOptional, IsString, IsUrl, Length } from 'class-validator';

/** Settings of a tenant on the example platform. */
export class ExampleBotSettings {
  /** @example "https://bot.example/told" */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true })
  readonly toldUrl?: string;

  /** @example "a-long-random-text" */
  @IsOptional()
  @IsString()
  @Length(16, 256)
  readonly token?: string;
}
