import { ApiProperty } from '@nestjs/swagger';
import { ReadinessDto } from '#tenant-config';

/** A value to paste into a form. */
export class SetupValueDto {
  /**
   * Name of the field in the form.
   * @example "Base URI"
   */
  readonly field!: string;
  /**
   * What to paste.
   * @example "https://handover.example.com/handover/rce/acme"
   */
  readonly value!: string;
}

/** A page to open in a browser. */
export class SetupLinkDto {
  /**
   * Name of the page.
   * @example "Administration of your Engage domain"
   */
  readonly label!: string;
  /**
   * Address of the page.
   * @example "https://acme.digital.ringcentral.com/admin"
   */
  readonly url!: string;
}

/** A value to enter in this step. */
export class SetupInputDto {
  /**
   * Dotted name of the setting.
   * @example "engage.realtimeAccessToken"
   */
  readonly setting!: string;
  /**
   * Name of the value for people.
   * @example "Access token of the source"
   */
  readonly label!: string;
  /** The value is a secret: do not show it. */
  readonly secret!: boolean;
  /** The setting is a list. */
  readonly list!: boolean;
}

/** The call that stores the values. */
export class SetupPatchDto {
  /**
   * HTTP method of the call.
   * @example "PATCH"
   */
  readonly method!: 'PATCH';
  /**
   * Path of the call.
   * @example "/admin/tenants/acme"
   */
  readonly path!: string;
  /**
   * The merge patch, with placeholders for the values.
   * @example {"engage": {"realtimeAccessToken": "<Access token of the source>"}}
   */
  readonly body!: object;
}

/** A call of this API. */
export class SetupCallDto {
  /**
   * What the call does.
   * @example "Set up Engage"
   */
  readonly label!: string;
  /**
   * HTTP method of the call.
   * @example "POST"
   */
  readonly method!: 'GET' | 'POST';
  /**
   * Path of the call, with its query.
   * @example "/admin/tenants/acme/provision?mode=apply"
   */
  readonly path!: string;
  /** The answer is a file. */
  readonly download!: boolean;
}

/** The result of a check. */
export class SetupFindingDto {
  /**
   * Stable name of the check.
   * @example "webhook.active"
   */
  readonly id!: string;
  /**
   * What the check verifies.
   * @example "The webhook is active"
   */
  readonly title!: string;
  /**
   * `warn`: it works, but not well or not for long. `skipped`: there is no result, `detail` says why.
   * @example "fail"
   */
  readonly status!: 'pass' | 'warn' | 'fail' | 'skipped';
  /**
   * What the check found.
   * @example "Engage has suspended the webhook."
   */
  readonly detail!: string;
  /**
   * How to fix it; null if there is nothing to do.
   * @example "Activate it again."
   */
  readonly fix!: string | null;
}

/** One step of the setup guide. */
export class SetupStepDto {
  /**
   * Stable name of the step.
   * @example "source"
   */
  readonly id!: string;
  /**
   * Where you do it: in Engage, on the bot side, or in this service.
   * @example "engage"
   */
  readonly side!: 'engage' | 'bot' | 'service';
  /**
   * Steps of `by-hand` are needed only if the setup call cannot do them.
   * @example "engage"
   */
  readonly section!: 'reach' | 'engage' | 'by-hand' | 'bot' | 'test';
  /**
   * What the step achieves.
   * @example "Create the source"
   */
  readonly title!: string;
  /**
   * Instructions, one action each. Names are in backticks.
   * @example ["Choose the community profile, paste the Base URI below and save."]
   */
  @ApiProperty({ type: [String] })
  readonly instructions!: readonly string[];
  /** Current settings that are dangerous. */
  @ApiProperty({ type: [String] })
  readonly warnings!: readonly string[];
  /**
   * Pages to open in a browser: of this tenant's Engage domain, once `engage.baseApiUrl` is set, and in the last step of
   * the console.
   */
  @ApiProperty({ type: [SetupLinkDto] })
  readonly links!: readonly SetupLinkDto[];
  /** Values to paste. Secrets are placeholders. */
  @ApiProperty({ type: [SetupValueDto] })
  readonly values!: readonly SetupValueDto[];
  /** Values that this step provides and that you send to this service. */
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
  /** The tenant works without it. */
  readonly optional!: boolean;
  /**
   * `done`: settings and the last checks are fine; `failing`: a check of the step fails; `open`: something is missing or not checked;
   * `unknown`: only a person can check it.
   * @example "open"
   */
  readonly state!: 'done' | 'failing' | 'open' | 'unknown';
  /**
   * Missing settings of this tenant that this step provides.
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
  /** The checks of this step that warn or fail. */
  @ApiProperty({ type: [SetupFindingDto] })
  readonly findings!: readonly SetupFindingDto[];
}

/** The steps to connect a tenant. */
export class SetupGuideDto {
  /**
   * Slug of the tenant.
   * @example "acme"
   */
  readonly tenant!: string;
  /**
   * The guide as a page, for browsers. It asks for the admin key.
   * @example "https://handover.example.com/setup/acme"
   */
  readonly pageUrl!: string;
  /** Whether the tenant can work. */
  readonly readiness!: ReadinessDto;
  /**
   * When all checks ran last; null: not all have run yet.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly checkedAt!: Date | null;
  /** The steps, in the order in which they are done. */
  @ApiProperty({ type: [SetupStepDto] })
  readonly steps!: readonly SetupStepDto[];
}
