import { ApiProperty } from '@nestjs/swagger';
import { ReadinessDto } from './tenant-answer.dto.js';

export class SetupValueDto {
  /** @example "Base URI" */
  readonly field!: string;
  /** @example "https://handover.example.com/handover/rce/acme" */
  readonly value!: string;
}

export class SetupStepDto {
  /** @example "source" */
  readonly id!: string;
  /** @example "engage" */
  readonly side!: 'engage' | 'bot';
  /** @example "Create the categories Bot and Agent" */
  readonly title!: string;
  /** What to click and type. */
  readonly instructions!: string;
  /** Exact values to paste. Secrets are placeholders. */
  @ApiProperty({ type: [SetupValueDto] })
  readonly values!: readonly SetupValueDto[];
  /**
   * Settings of this tenant that the step makes known and that are still missing.
   * @example ["engage.realtimeAccessToken"]
   */
  @ApiProperty({ type: [String] })
  readonly missing!: readonly string[];
}

export class SetupGuideDto {
  /** @example "acme" */
  readonly tenant!: string;
  readonly readiness!: ReadinessDto;
  @ApiProperty({ type: [SetupStepDto] })
  readonly steps!: readonly SetupStepDto[];
}
