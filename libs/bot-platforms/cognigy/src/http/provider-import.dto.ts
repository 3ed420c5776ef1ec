import { Equals, IsBoolean, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { TenantImportDto } from '#setup-guide';

/** The values of Cognigy's RingCentral Engage handover provider. All are optional. */
export class CognigyProviderValues {
  /**
   * "API Access Token"
   * @example "token-of-Admin-API-access-tokens"
   */
  @IsOptional()
  @IsString()
  readonly apiAccessToken?: string;

  /**
   * "Bot Category ID"
   * @example "4f3951557aa58d1462017a8f"
   */
  @IsOptional()
  @IsString()
  readonly botCategoryId?: string;

  /**
   * "Agent Category ID"
   * @example "50895dbea90ffb3c35001ace"
   */
  @IsOptional()
  @IsString()
  readonly agentCategoryId?: string;

  /**
   * "Realtime Access Token"
   * @example "access-token-of-the-source-page"
   */
  @IsOptional()
  @IsString()
  readonly realtimeAccessToken?: string;

  /**
   * "Realtime Endpoint URL"
   * @example "https://acme.engagement.dimelo.com/realtime/sdk/8da592bc6fcf8bae41b2"
   */
  @IsOptional()
  @IsString()
  readonly realtimeEndpointUrl?: string;

  /**
   * "Webhook Secret"
   * @example "kJ8sLq2vXw0Zr5Tn7Yb3"
   */
  @IsOptional()
  @IsString()
  readonly webhookSecret?: string;

  /**
   * "Base API URL"
   * @example "https://acme.api.engagement.dimelo.com"
   */
  @IsOptional()
  @IsString()
  readonly baseApiUrl?: string;

  /**
   * "Verification Token" of the webhook in Engage, if it is not the default of this service.
   * @example "a-token-of-our-own"
   */
  @IsOptional()
  @IsString()
  readonly verificationToken?: string;

  /**
   * "Forward Only Handover Conversations"
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly forwardOnlyHandoverConversations?: boolean;

  /**
   * "Get Queue Updates"
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly getQueueUpdates?: boolean;
}

/** A tenant of Cognigy's RingCentral Engage handover provider. */
export class CognigyProviderImportDto extends TenantImportDto {
  /**
   * Source of the values.
   * @example "cognigy-provider"
   */
  @Equals('cognigy-provider')
  readonly from!: 'cognigy-provider';

  /** The values, with the names of the provider's form. */
  @IsObject()
  @ValidateNested()
  @Type(() => CognigyProviderValues)
  readonly values!: CognigyProviderValues;
}
