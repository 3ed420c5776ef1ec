import { IsOptional } from 'class-validator';
import { IsOutboundUrl, IsSecret, SIGNING_BITS } from '#tenant-config';

/** Settings of a tenant whose bot uses our own API. */
export class GenericBotSettings {
  /**
   * Where your bot receives agents' messages and the progress of the handover: one POST per event.
   * @example "https://bot.example/events"
   */
  @IsOptional()
  @IsOutboundUrl()
  readonly callbackUrl?: string;

  /**
   * Key of the signature on every event (Standard Webhooks): `whsec_` and 24 to 64 bytes in base64. Generated if omitted.
   * @example "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
   */
  @IsOptional()
  @IsSecret({
    matches: /^whsec_(?=.{32,88}$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    is: 'whsec_ followed by 24 to 64 bytes in base64',
    prefix: 'whsec_',
    minBits: SIGNING_BITS,
    remedy: 'generate one: `whsec_` and what `openssl rand -base64 32` prints',
  })
  readonly callbackSecret?: string;
}
