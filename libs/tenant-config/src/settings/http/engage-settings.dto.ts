import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsUniqueList, IsVisible } from '#web';
import {
  REDACTION_KINDS,
  type RedactionKind,
  REPLAY_WINDOW_MODES,
  type ReplayWindowMode,
} from '../../domain/tenant.js';
import { FOREIGN_TOKEN, IsSecret, visibleAscii } from '../../secrets/http/secret.decorators.js';
import { IsEngageBaseUrl, IsEngageId, IsRealtimeUrl } from './setting.decorators.js';
import { IsOutboundUrl, IsSettings } from './settings-class.decorators.js';

/** An author of messages in Engage. */
export class IdentityDto {
  /**
   * Our id of the identity, unique within the source.
   * @example "bot"
   */
  @IsString()
  @Length(1, 255)
  readonly id!: string;

  /**
   * The name that is shown.
   * @example "Acme Bot"
   */
  @IsString()
  @Length(1, 255)
  @IsVisible()
  readonly screenname!: string;

  /**
   * A picture for it.
   * @example "https://acme.example/bot.png"
   */
  @IsOptional()
  @IsOutboundUrl()
  readonly avatarUrl?: string;
}

/** Engage settings of a tenant. All of them can be set later; the setup guide shows what to set next. */
export class EngageSettingsDto {
  /**
   * Address of the Engage domain. Any address of the domain is accepted; the address of its REST API is stored. It cannot be changed while
   * handovers are running (409).
   * @example "https://acme.api.engagement.dimelo.com"
   */
  @IsOptional()
  @IsEngageBaseUrl()
  readonly baseApiUrl?: string;

  /**
   * Token of the REST API (Admin > Dev tools > API access tokens; older: API access tokens). Write-only.
   * @example "ya29c1d0e7b6f54a3c2b1"
   */
  @IsOptional()
  @IsSecret(FOREIGN_TOKEN)
  readonly apiAccessToken?: string;

  /**
   * Id of the category of threads that the bot answers. It cannot be changed while handovers are running (409).
   * @example "4f3951557aa58d1462017a8f"
   */
  @IsOptional()
  @IsEngageId()
  readonly botCategoryId?: string;

  /**
   * Id of the category of threads that wait for an agent or are handled by one. It cannot be changed while handovers are running (409).
   * @example "50895dbea90ffb3c35001ace"
   */
  @IsOptional()
  @IsEngageId()
  readonly agentCategoryId?: string;

  /**
   * Id of the Channel SDK source. Implied by `realtimeEndpointUrl`. It cannot be changed while handovers are running (409).
   * @example "8da592bc6fcf8bae41b2"
   */
  @IsOptional()
  @IsEngageId()
  readonly sourceId?: string;

  /**
   * "Realtime endpoint URL" of the source page. Implied by `baseApiUrl` and `sourceId`.
   * @example "https://acme.engagement.dimelo.com/realtime/sdk/8da592bc6fcf8bae41b2"
   */
  @IsOptional()
  @IsRealtimeUrl()
  readonly realtimeEndpointUrl?: string;

  /**
   * Access token of the source page: the key of signatures in both directions. Write-only.
   * @example "0c2e4f6a8b1d3f5e7a9c0c2e4f6a8b1d3f5e7a9c"
   */
  @IsOptional()
  @IsSecret(FOREIGN_TOKEN)
  readonly realtimeAccessToken?: string;

  /**
   * Secret of the webhook (`X-Dimelo-Secret`). At least 12 characters that are hard to guess (`openssl rand -hex 24`); generated
   * when the tenant is created without one. Write-only.
   * @example "kJ8sLq2vXw0Zr5Tn7Yb3"
   */
  @IsOptional()
  @IsSecret(visibleAscii(12, 1024))
  readonly webhookSecret?: string;

  /**
   * Verification token of the webhook, at least 8 characters. Default: the service's own.
   * @example "cognigy123"
   */
  @IsOptional()
  @IsSecret({ matches: /^\P{Cc}{8,256}$/u, is: '8 to 256 characters' })
  readonly verifyToken?: string;

  /**
   * Ids of the sources that Engage serves itself (WhatsApp, Apple Messages for Business, …) and on which the bot answers. The
   * user of the API access token needs the permissions "read" and "reply" on them.
   * @example ["65a1c0de0000000000000011"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUniqueList()
  @IsEngageId({ each: true })
  readonly nativeSourceIds?: string[];

  /**
   * On sources that Engage serves itself: open interventions by the Bots API. Set it if the user of the API access token is a virtual agent
   * in Engage. Default: false, interventions are opened as by any agent.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly virtualAgent?: boolean;

  /**
   * How to handle calls from Engage whose time is more than 24 hours ago or 15 minutes ahead. `observe`: accept and count them. `enforce`:
   * reject such SDK calls (422 `engage.call-out-of-time`) and ignore such webhook events. Default: `observe`.
   * @example "observe"
   */
  @IsOptional()
  @IsIn(REPLAY_WINDOW_MODES)
  readonly replayWindow?: ReplayWindowMode;

  /**
   * Activate the webhook again when Engage has suspended it, at most once an hour, as `provision?mode=apply` does; the user of the API access
   * token needs the permission to manage webhooks. A webhook that was switched off by hand stays off. Default: true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly reenableWebhook?: boolean;

  /**
   * What is removed from texts before they are sent to Engage, and replaced by a mark: `card-number` and `iban` (with valid check digits),
   * `email`. It applies to messages, history, notes, previews of typing and `context_data`. It does not apply to user fields (names, e-mail
   * address, phone numbers: `profileMapping.exclude` leaves them out), to files and their names, and to replies to customers of Engage's
   * own sources. Default: nothing.
   * @example ["card-number", "iban"]
   */
  @IsOptional()
  @IsArray()
  @IsUniqueList()
  @IsIn(REDACTION_KINDS, { each: true })
  @ApiProperty({ enum: REDACTION_KINDS, isArray: true, required: false })
  readonly redact?: RedactionKind[];

  /** The author of the bot's messages. Default: `bot`, "Bot". */
  @IsOptional()
  @IsSettings(() => IdentityDto)
  readonly botIdentity?: IdentityDto;

  /** The controlled identity that agents write as. Default: `agent`, "Agent". */
  @IsOptional()
  @IsSettings(() => IdentityDto)
  readonly agentIdentity?: IdentityDto;
}
