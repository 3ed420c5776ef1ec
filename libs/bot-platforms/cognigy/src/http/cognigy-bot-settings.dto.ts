import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { IsUniqueList } from '#web';
import { FOREIGN_TOKEN, IsOutboundUrl, IsSecret, IsSettings, SIGNING_BITS, visibleAscii } from '#tenant-config';

const URL_TOKEN = /^[A-Za-z0-9_-]{8,256}$/;

/**
 * Cognigy's API service for notify and inject, which Cognigy has removed from its cloud: only for self-hosted installations older than
 * 2026.6.
 */
export class CognigyLegacyApi {
  /**
   * Address of the API, including the prefix `/new` if your installation has it.
   * @example "https://api-trial.cognigy.ai/new"
   */
  @IsOutboundUrl()
  readonly baseUrl!: string;

  /**
   * Key of a Cognigy user who may use notify and inject, sent as `X-API-Key`.
   * @example "4f0c2d7b91e83a65"
   */
  @IsOptional()
  @IsSecret(FOREIGN_TOKEN)
  readonly apiKey?: string;
}

/** Settings of a tenant whose bot is a Cognigy.AI flow. */
export class CognigyBotSettings {
  /**
   * Address of Cognigy's Endpoint service: the Endpoint URL without the URLToken.
   * @example "https://endpoint-trial.cognigy.ai"
   */
  @IsOptional()
  @IsOutboundUrl()
  readonly endpointBaseUrl?: string;

  /**
   * URLTokens of the Endpoints that may use this tenant: the last part of each Endpoint URL.
   * @example ["9c41d7e05b8a4f2396e1c0d2ab7f5e8830d96c4471fe02b5a8c3ed9071624fba"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUniqueList()
  @Matches(URL_TOKEN, { each: true, message: 'each of urlTokens must be the last part of an Endpoint URL' })
  readonly urlTokens?: string[];

  /**
   * Key of the signatures between this service and the Endpoint Transformer, in both directions: 16 to 256 visible ASCII characters.
   * Generated if omitted.
   * @example "5vK0m1Yp0X3yqv8mJ0l8yQ7cVdJm2r9hEoTzXw4bNfA"
   */
  @IsOptional()
  @IsSecret(visibleAscii(16, 256, SIGNING_BITS))
  readonly transformerSecret?: string;

  /**
   * Last part of the URL that a Webhook Endpoint sends its outputs to. Generated if omitted.
   * @example "wh_4b7c0f0d2a"
   */
  @IsOptional()
  @IsSecret({ matches: /^[A-Za-z0-9_-]{12,256}$/, is: '12 to 256 letters, digits, - and _', minBits: 48 })
  readonly webhookKey?: string;

  /**
   * Basic user name of a Webhook Endpoint's outputs. Default `cognigy`.
   * @example "cognigy"
   */
  @IsOptional()
  @Matches(/^[ -9;-~\u00a0-\uffff]{1,256}$/, { message: 'outputsUser must not contain a colon' })
  readonly outputsUser?: string;

  /**
   * Basic password of a Webhook Endpoint's outputs. Without it no outputs are accepted.
   * @example "qf0Yd0lJ0mN3"
   */
  @IsOptional()
  @IsSecret({ matches: /^\P{Cc}{8,256}$/u, is: '8 to 256 characters' })
  readonly outputsPassword?: string;

  /**
   * URLToken of the Webhook Endpoint through which the flow receives messages from customers on `engage.nativeSourceIds`. Use this Endpoint
   * for nothing else.
   * @example "b17c02d94e6f4a83a5d0c9e8f7162534b17c02d94e6f4a83a5d0c9e8f7162534"
   */
  @IsOptional()
  @Matches(URL_TOKEN, { message: 'nativeUrlToken must be the last part of an Endpoint URL' })
  readonly nativeUrlToken?: string;

  /**
   * API key of that Endpoint if its "API Key Authentication" is on; sent as `x-cognigy-endpoint-key` and, for versions before
   * 2026.16, as `X-Webhook-Key`.
   * @example "5d1e0f8c27a94b63"
   */
  @IsOptional()
  @IsSecret(FOREIGN_TOKEN)
  readonly nativeApiKey?: string;

  /**
   * Deprecated: use Cognigy's API service for notify and inject. Cognigy has removed it from its cloud (announced for September 2026); only
   * self-hosted installations older than 2026.6 still have it. Default: the Endpoint service.
   */
  @ApiProperty({ deprecated: true, required: false })
  @IsOptional()
  @IsSettings(() => CognigyLegacyApi)
  readonly legacyApi?: CognigyLegacyApi;

  /**
   * Also update the queue display of Webchat v3: one more call per queue update. Default false.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly queueWidget?: boolean;

  /**
   * Maximum number of calls to Cognigy's host in five minutes, for all conversations and tenants on that host together. Default 1000, the
   * last limit that Cognigy published for its shared installations. You can raise it for your own installation; use the same number in all
   * tenants on that host.
   * @example 1000
   */
  @IsOptional()
  @IsInt()
  @Min(10)
  @Max(1_000_000)
  readonly callBudget?: number;
}
