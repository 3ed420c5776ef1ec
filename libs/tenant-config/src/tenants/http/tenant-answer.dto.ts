import { ApiProperty, PickType } from '@nestjs/swagger';
import { AnswerType } from '#web';
import { PreviousSecretDto } from '../../secrets/http/secret-answers.dto.js';
import {
  EngageAnswerDto,
  HandoverAnswerDto,
  ProfileMappingAnswerDto,
  RetentionAnswerDto,
} from '../../settings/http/settings-answers.dto.js';
import { HealthDto } from './health.dto.js';
import { ReadinessDto } from './readiness.dto.js';
import { CreateTenantDto } from './tenant.dto.js';

/** Addresses of this service that the tenant's systems call. */
export class IngressDto {
  /**
   * Base URI of the Engage source, and URL of the webhook.
   * @example "https://handover.example.com/handover/rce/acme"
   */
  readonly engageUrl!: string;
  /**
   * Base URL of the bot's calls.
   * @example "https://handover.example.com/v1"
   */
  readonly botBaseUrl!: string;
}

const TENANT = ['slug', 'name', 'enabled', 'default'] as const;

/** A tenant: its settings with their defaults, and its state. */
export class TenantAnswerDto extends AnswerType(PickType(CreateTenantDto, TENANT)) {
  /** The Engage side. */
  readonly engage!: EngageAnswerDto;
  /**
   * The settings of the platform, secrets as `{ configured, last4 }`.
   * @example {"platform": "generic", "callbackUrl": "https://bot.example/events", "callbackSecret": {"configured": true, "last4": "9f3a"}}
   */
  readonly bot!: object;
  /** How conversations are handed over. */
  readonly handover!: HandoverAnswerDto;
  /** How customers' profiles are shown to agents. */
  readonly profileMapping!: ProfileMappingAnswerDto;
  /** How long customers' data is kept. */
  readonly retention!: RetentionAnswerDto;
  /** Former values of rotated secrets that are still valid, with the time when they end. */
  @ApiProperty({ type: [PreviousSecretDto] })
  readonly previousSecrets!: readonly PreviousSecretDto[];
  /** Whether the tenant can work. */
  readonly readiness!: ReadinessDto;
  /** The last results of the connection checks. */
  readonly health!: HealthDto;
  /** Where the tenant's systems call this service. */
  readonly ingress!: IngressDto;
  /**
   * The setup guide as a page: each step with the values to paste. It asks for the admin key.
   * @example "https://handover.example.com/setup/acme"
   */
  readonly setupUrl!: string;
  /**
   * When the tenant was created.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly createdAt!: Date;
  /**
   * When its settings were changed last.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly updatedAt!: Date;
}

/** A new key. It is shown only once. */
export class NewBotKeyDto {
  /**
   * Id of the key.
   * @example "7f7e2f2c-6a3f-4a0e-9d5c-0f1f4e9d8b11"
   */
  readonly id!: string;
  /**
   * The key.
   * @example "ehb_yVQm3u0cR1d8"
   */
  readonly key!: string;
}

/** A tenant that was just created, with what is shown only once. */
export class CreatedTenantDto extends TenantAnswerDto {
  /** The first key for the bot side. */
  readonly botKey!: NewBotKeyDto;
  /**
   * Secrets that were generated because they were omitted, by name. They are shown only once.
   * @example {"webhookSecret": "kJ8sLq2vXw0Zr5Tn7Yb3", "callbackSecret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}
   */
  readonly generatedSecrets!: Record<string, string>;
}

/** One page of tenants. */
export class TenantPageDto {
  /** The tenants. */
  readonly items!: TenantAnswerDto[];
  /** Cursor of the next page; null on the last page. */
  readonly nextCursor!: string | null;
}
