import { IsOptional, IsUrl, Matches, MaxLength } from 'class-validator';

/** Settings of a tenant whose bot speaks our own API. */
export class GenericBotSettings {
  /**
   * Where your bot wants to be told about agents' messages and the handover's progress: a POST per event.
   * @example "https://bot.example/events"
   */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true })
  @MaxLength(2048)
  readonly callbackUrl?: string;

  /**
   * Key of the signature on every event (Standard Webhooks): `whsec_` and 24 to 64 bytes in base64. Generated when left out.
   * @example "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
   */
  @IsOptional()
  @Matches(/^whsec_(?=.{32,88}$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
    message: 'callbackSecret must be whsec_ followed by 24 to 64 bytes in base64',
  })
  readonly callbackSecret?: string;
}
