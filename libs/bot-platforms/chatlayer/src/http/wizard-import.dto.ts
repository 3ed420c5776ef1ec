import { Equals, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { TenantImportDto } from '#setup-guide';

/** The values of Chatlayer's former RingCentral Engage Digital wizard. All are optional. */
export class ChatlayerWizardValues {
  /**
   * "RingCentral Engage Digital API URL"
   * @example "https://acme.api.engagement.dimelo.com/"
   */
  @IsOptional()
  @IsString()
  readonly apiUrl?: string;

  /**
   * "Access Token": of the Engage API, not of Chatlayer's.
   * @example "token-of-Admin-API-access-tokens"
   */
  @IsOptional()
  @IsString()
  readonly accessToken?: string;

  /**
   * "Offload success dialogstate": the id of the dialog, a UUID.
   * @example "7d1e4b90-a8c3-4f62-95d7-06b2c8e3f41a"
   */
  @IsOptional()
  @IsString()
  readonly offloadSuccessDialogState?: string;

  /**
   * "Offload not available dialogstate": the id of the dialog, a UUID.
   * @example "29f60ac8-3e7b-4d91-8a50-c47d1be95f02"
   */
  @IsOptional()
  @IsString()
  readonly offloadNotAvailableDialogState?: string;
}

/** A tenant of Chatlayer's former RingCentral Engage Digital provider. */
export class ChatlayerWizardImportDto extends TenantImportDto {
  /**
   * Source of the values.
   * @example "chatlayer-wizard"
   */
  @Equals('chatlayer-wizard')
  readonly from!: 'chatlayer-wizard';

  /** The values, with the names of the wizard. */
  @IsObject()
  @ValidateNested()
  @Type(() => ChatlayerWizardValues)
  readonly values!: ChatlayerWizardValues;
}
