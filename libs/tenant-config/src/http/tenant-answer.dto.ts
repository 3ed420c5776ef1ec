import { ApiProperty, OmitType, PickType } from '@nestjs/swagger';
import { AnswerType } from '#web';
import { CHECK_STATUSES, type CheckStatus } from '../domain/checks/check-finding.js';
import { EngageSettingsDto } from './engage-settings.dto.js';
import { HandoverSettingsDto } from './handover-settings.dto.js';
import { ProfileMappingDto } from './profile-mapping.dto.js';
import { CreateTenantDto, RetentionDto } from './tenant.dto.js';

/** A secret is never shown, only whether it is set. */
export class SecretHintDto {
  /**
   * The secret is set.
   * @example true
   */
  readonly configured!: boolean;
  /**
   * Its last four characters, to recognise it; empty for a short one.
   * @example "9f3a"
   */
  readonly last4?: string;
}

const ENGAGE_SECRETS = ['apiAccessToken', 'realtimeAccessToken', 'webhookSecret'] as const;
const ENGAGE_ADDRESS = ['baseApiUrl', 'botCategoryId', 'agentCategoryId', 'sourceId', 'realtimeEndpointUrl'] as const;

/** The Engage side of a tenant. What is absent was not set yet. */
export class EngageAnswerDto extends AnswerType(OmitType(EngageSettingsDto, ENGAGE_SECRETS), ENGAGE_ADDRESS) {
  /** Whether the token of the REST API is set. */
  readonly apiAccessToken!: SecretHintDto;
  /** Whether the access token of the source is set. */
  readonly realtimeAccessToken!: SecretHintDto;
  /** Whether the secret of the webhook is set. */
  readonly webhookSecret!: SecretHintDto;
}

/** How conversations are handed over. */
export class HandoverAnswerDto extends AnswerType(HandoverSettingsDto) {}

/** How a customer's profile becomes Engage user fields and context data. */
export class ProfileMappingAnswerDto extends AnswerType(ProfileMappingDto, ['requireConsent']) {}

/** How long customers' data is kept. */
export class RetentionAnswerDto extends AnswerType(RetentionDto) {}

/** A source of Engage on which the bot's replies are refused, or everything because a setting is wrong. */
export class SourceFaultDto {
  /**
   * Engage's id of the source.
   * @example "65a1c0de0000000000000011"
   */
  readonly sourceId!: string;
  /**
   * What is wrong and what to do about it.
   * @example "The user of engage.apiAccessToken needs the permissions \"read\" and \"reply\" on the source \"Acme on WhatsApp\" (65a1c0de0000000000000011)."
   */
  readonly message!: string;
  /**
   * Time of the first refusal.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly since!: Date;
}

/** A secret that was replaced and is still accepted. */
export class PreviousSecretDto {
  /**
   * Name of the setting.
   * @example "engage.webhookSecret"
   */
  readonly name!: string;
  /**
   * Until when the former value is accepted.
   * @example "2026-03-02T10:00:00.000Z"
   */
  readonly validUntil!: Date;
}

/** Whether the tenant can work. */
export class ReadinessDto {
  /** All settings that are needed are there. */
  readonly complete!: boolean;
  /**
   * Settings that are still needed.
   * @example ["engage.realtimeAccessToken"]
   */
  readonly missing!: string[];
  /** Sources on which Engage refuses the bot's replies, or everything because a setting is wrong, and what to do about it. */
  readonly sourceFaults!: SourceFaultDto[];
}

/** A connection check that warns or fails. */
export class HealthProblemDto {
  /**
   * Stable name of the check.
   * @example "agents-online"
   */
  readonly id!: string;
  /**
   * What the check verifies.
   * @example "An agent is available now"
   */
  readonly title!: string;
  /**
   * Result of the check: a problem is `warn` or `fail`.
   * @example "warn"
   */
  @ApiProperty({ enum: CHECK_STATUSES, enumName: 'CheckStatus' })
  readonly status!: CheckStatus;
  /**
   * What the check found.
   * @example "No agent with the category Agent and the permission to reply is connected: handovers wait."
   */
  readonly detail!: string;
  /**
   * How to fix it; null if there is nothing to do.
   * @example "This is normal outside of working hours. Otherwise let an agent log in and become available."
   */
  readonly fix!: string | null;
  /**
   * Since when the check has this status.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly changedSince!: Date;
  /**
   * When the check ran last.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly checkedAt!: Date;
}

/** The last results of the connection checks, which run every hour and after changes of settings. */
export class HealthDto {
  /**
   * The worst of them. `unknown`: no problem is known, but not all checks have run yet.
   * @example "warn"
   */
  @ApiProperty({ enum: ['pass', 'warn', 'fail', 'unknown'] })
  readonly status!: 'pass' | 'warn' | 'fail' | 'unknown';
  /**
   * The time of the latest result, also of one that traffic showed; null: there is none.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly checkedAt!: Date | null;
  /**
   * All checks have run at least once: on request, or within some minutes after the tenant was created.
   * @example true
   */
  readonly isComplete!: boolean;
  /** Checks that warn or fail. All checks: `GET /admin/tenants/{slug}/checks`. */
  @ApiProperty({ type: [HealthProblemDto] })
  readonly problems!: readonly HealthProblemDto[];
}

/** Where the tenant's systems call us. */
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
  /**
   * Only for Chatlayer: the URL of the offload webhook. Its last part is a secret, shown when it is made.
   * @example "https://handover.example.com/v1/chatlayer/<webhookKey>"
   */
  readonly chatlayerUrl?: string;
  /**
   * Only for Cognigy.AI: where a Webhook Endpoint sends its outputs. Its last part is a secret, shown when it is made.
   * @example "https://handover.example.com/v1/cognigy/outputs/<webhookKey>"
   */
  readonly cognigyOutputsUrl?: string;
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
  /** Secrets that were rotated with an overlap: until when the ones before count, too. */
  @ApiProperty({ type: [PreviousSecretDto] })
  readonly previousSecrets!: readonly PreviousSecretDto[];
  /** Whether the tenant can work. */
  readonly readiness!: ReadinessDto;
  /** The last results of the connection checks. */
  readonly health!: HealthDto;
  /** Where the tenant's systems call this service. */
  readonly ingress!: IngressDto;
  /**
   * The setup guide as a page: the next step, with every value to paste. It asks for the admin key.
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

/** A new key. It is shown this once. */
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

/** Tenants, one page of them. */
export class TenantPageDto {
  /** The tenants. */
  readonly items!: TenantAnswerDto[];
  /** Cursor of the next page; null on the last page. */
  readonly nextCursor!: string | null;
}

/** A rotated secret. */
export class RotatedSecretDto {
  /**
   * Name of the secret.
   * @example "webhookSecret"
   */
  readonly name!: string;
  /**
   * The generated value. It is shown this once.
   * @example "kJ8sLq2vXw0Zr5Tn7Yb3"
   */
  readonly value?: string;
  /**
   * Until when the one before counts, too; null: it counts no longer.
   * @example "2026-03-02T10:00:00.000Z"
   */
  readonly previousValidUntil!: Date | null;
}
