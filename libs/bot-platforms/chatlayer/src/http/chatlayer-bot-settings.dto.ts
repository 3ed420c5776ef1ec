import { IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { FOREIGN_TOKEN, IsOutboundUrl, IsSecret, IsSettings, visibleAscii } from '#tenant-config';
import { ActionTemplatesDto } from './action-templates.dto.js';
import { ChatlayerTextsDto } from './chatlayer-texts.dto.js';

/** Settings of a tenant whose bot is on Chatlayer.ai. */
export class ChatlayerBotSettings {
  /**
   * The bot's id, as in the address of the Chatlayer app (`/bots/<id>/…`). When it is set, calls about other bots are refused.
   * @example "hv4k9tqm"
   */
  @IsOptional()
  @Matches(/^[\w-]{1,64}$/, { message: 'botId must be the id in the address of the Chatlayer app: /bots/<id>/…' })
  readonly botId?: string;

  /**
   * Chatlayer's API. EU: `https://api.chatlayer.ai` (the default), US: `https://api.prod.us-east4.gcp.chatlayer.ai`,
   * Asia: `https://api.prod.asia-south1.gcp.chatlayer.ai`.
   * @example "https://api.chatlayer.ai"
   */
  @IsOptional()
  @IsOutboundUrl()
  @Matches(/^[^?#]*$/, { message: 'apiBaseUrl must have neither query nor fragment' })
  readonly apiBaseUrl?: string;

  /**
   * Access token of the Chatlayer API, from Tokens or Settings > API access: `tokenId:tokenSecret`.
   * @example "tok_8f3a:9c1e7d52b0"
   */
  @IsOptional()
  @IsSecret(FOREIGN_TOKEN)
  readonly accessToken?: string;

  /**
   * The token that Chatlayer sends with every call; the field "Verify Token" of the offload provider. Generated if omitted.
   * @example "vt-7Qm2Zx9LpR4sW1"
   */
  @IsOptional()
  @IsSecret(visibleAscii(8, 256))
  readonly verifyToken?: string;

  /**
   * Refuse an offload without a verify token. Chatlayer documents the token only for its other calls. Default false: for an offload the
   * secret part of the address is enough.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly requireTokenOnOffload?: boolean;

  /**
   * Dialog to start once a handover was accepted. Chatlayer runs "Offloading opened" by itself.
   * @example "7d1e4b90-a8c3-4f62-95d7-06b2c8e3f41a"
   */
  @IsOptional()
  @IsUUID('loose')
  readonly offloadSuccessDialogStateId?: string;

  /**
   * Dialog to start when no handover can be started. Chatlayer runs "Offloading closed" by itself.
   * @example "29f60ac8-3e7b-4d91-8a50-c47d1be95f02"
   */
  @IsOptional()
  @IsUUID('loose')
  readonly offloadUnavailableDialogStateId?: string;

  /**
   * Dialog to start when the bot takes over again.
   * @example "0c93e8b7-62fa-4d15-b84e-f5a1d7063c29"
   */
  @IsOptional()
  @IsUUID('loose')
  readonly afterHandoverDialogStateId?: string;

  /**
   * Dialog that starts when a customer presses a choice of an agent. Use an empty dialog, because the customer talks to the agent. Without
   * this setting choices are numbered lines of text, because every button of Chatlayer must start a dialog. Links and phone numbers are
   * always buttons.
   * @example "51c8a7f0-9e24-4b3d-a6f1-0d7e82b4c935"
   */
  @IsOptional()
  @IsUUID('loose')
  readonly agentChoiceDialogStateId?: string;

  /** Bodies of the calls that resume the bot, start dialogs and write session data. */
  @IsOptional()
  @IsSettings(() => ActionTemplatesDto)
  readonly actionTemplates?: ActionTemplatesDto;

  /**
   * How the bot is resumed: by the action `resume`, by deleting the session (all its variables are lost), or not at all.
   * @example "action"
   */
  @IsOptional()
  @IsIn(['action', 'delete-session', 'none'])
  readonly resumeStrategy?: 'action' | 'delete-session' | 'none';

  /**
   * Write `ringcentral.status`, `ringcentral.lastAgent` and `ringcentral.closedAt` into the session before the bot is resumed.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly writeSessionData?: boolean;

  /** What the customer reads in addition to the agents' messages. */
  @IsOptional()
  @IsSettings(() => ChatlayerTextsDto)
  readonly texts?: ChatlayerTextsDto;
}
