import { ApiProperty } from '@nestjs/swagger';
import { ReadinessDto } from '#tenant-config';

export class SetupValueDto {
  /** @example "Base URI" */
  readonly field!: string;
  /** @example "https://handover.example.com/handover/rce/acme" */
  readonly value!: string;
}

export class SetupLinkDto {
  /** @example "Administration of your Engage domain" */
  readonly label!: string;
  /** @example "https://acme.digital.ringcentral.com/admin" */
  readonly url!: string;
}

export class SetupInputDto {
  /** @example "engage.realtimeAccessToken" */
  readonly setting!: string;
  /** @example "Access token of the source" */
  readonly label!: string;
  readonly secret!: boolean;
  /** The setting is a list. */
  readonly list!: boolean;
}

export class SetupPatchDto {
  /** @example "PATCH" */
  readonly method!: 'PATCH';
  /** @example "/admin/tenants/acme" */
  readonly path!: string;
  /**
   * The merge patch, with placeholders for the values.
   * @example {"engage": {"realtimeAccessToken": "<Access token of the source>"}}
   */
  readonly body!: object;
}

export class SetupCallDto {
  /** @example "Set up Engage" */
  readonly label!: string;
  /** @example "POST" */
  readonly method!: 'GET' | 'POST';
  /** @example "/admin/tenants/acme/provision?mode=apply" */
  readonly path!: string;
  /** The answer is a file. */
  readonly download!: boolean;
}

export class SetupFindingDto {
  /** @example "webhook.active" */
  readonly id!: string;
  /** @example "The webhook is active" */
  readonly title!: string;
  /** @example "fail" */
  readonly status!: 'pass' | 'warn' | 'fail' | 'skipped';
  /** @example "Engage has suspended the webhook." */
  readonly detail!: string;
  /**
   * How to fix it; null if there is nothing to do.
   * @example "Activate it again."
   */
  readonly fix!: string | null;
}

export class SetupStepDto {
  /** @example "source" */
  readonly id!: string;
  /** @example "engage" */
  readonly side!: 'engage' | 'bot' | 'service';
  /**
   * Steps of `by-hand` are needed only where the setup call cannot do them.
   * @example "engage"
   */
  readonly section!: 'reach' | 'engage' | 'by-hand' | 'bot' | 'test';
  /** @example "Create the source" */
  readonly title!: string;
  /**
   * What to do, one action each. Names are in backticks.
   * @example ["Choose the community profile, paste the Base URI below and save."]
   */
  @ApiProperty({ type: [String] })
  readonly instructions!: readonly string[];
  /** Current settings that are dangerous. */
  @ApiProperty({ type: [String] })
  readonly warnings!: readonly string[];
  /** Pages of this tenant's Engage domain, to open in a browser. Empty until `engage.baseApiUrl` is set. */
  @ApiProperty({ type: [SetupLinkDto] })
  readonly links!: readonly SetupLinkDto[];
  /** Exact values to paste. Secrets are placeholders. */
  @ApiProperty({ type: [SetupValueDto] })
  readonly values!: readonly SetupValueDto[];
  /** Values that the step yields. */
  @ApiProperty({ type: [SetupInputDto] })
  readonly inputs!: readonly SetupInputDto[];
  /** How the values are sent to this service. */
  readonly patch?: SetupPatchDto;
  /** Calls of this API that do the step or a part of it. */
  @ApiProperty({ type: [SetupCallDto] })
  readonly calls!: readonly SetupCallDto[];
  /** Optional members of the body of the calls. */
  @ApiProperty({ type: [SetupInputDto] })
  readonly choices!: readonly SetupInputDto[];
  /** A person must do it in Engage. */
  readonly manual!: boolean;
  readonly optional!: boolean;
  /**
   * `done`, as settings and the last checks show; `failing`: a check of the step fails; `open`: something is missing or not checked;
   * `unknown`: only a person can tell.
   * @example "open"
   */
  readonly state!: 'done' | 'failing' | 'open' | 'unknown';
  /**
   * Settings of this tenant that the step makes known and that are still missing.
   * @example ["engage.realtimeAccessToken"]
   */
  @ApiProperty({ type: [String] })
  readonly missing!: readonly string[];
  /**
   * Ids of the checks that show whether the step is done.
   * @example ["source.exists"]
   */
  @ApiProperty({ type: [String] })
  readonly checks!: readonly string[];
  /** Those of them that warn or fail. */
  @ApiProperty({ type: [SetupFindingDto] })
  readonly findings!: readonly SetupFindingDto[];
}

export class SetupGuideDto {
  /** @example "acme" */
  readonly tenant!: string;
  /**
   * The guide as a page, for browsers. It asks for the admin key.
   * @example "https://handover.example.com/setup/acme"
   */
  readonly pageUrl!: string;
  readonly readiness!: ReadinessDto;
  /**
   * When all checks ran last; null: not all have run yet.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly checkedAt!: Date | null;
  @ApiProperty({ type: [SetupStepDto] })
  readonly steps!: readonly SetupStepDto[];
}
