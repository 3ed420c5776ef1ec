import { OmitType } from '@nestjs/swagger';
import { AnswerType } from '#web';
import { ProfileMappingDto } from '../../profile-mapping/http/profile-mapping.dto.js';
import { SecretHintDto } from '../../secrets/http/secret-answers.dto.js';
import { EngageSettingsDto } from './engage-settings.dto.js';
import { HandoverSettingsDto } from './handover-settings.dto.js';
import { RetentionDto } from './retention.dto.js';

const ENGAGE_SECRETS = ['apiAccessToken', 'realtimeAccessToken', 'webhookSecret'] as const;
const ENGAGE_ADDRESS = ['baseApiUrl', 'botCategoryId', 'agentCategoryId', 'sourceId', 'realtimeEndpointUrl'] as const;

/** Engage settings of a tenant. Missing members are not set yet. */
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
