import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsVisible } from '#web';
import type { JsonValue } from '#kernel';
import { PROVISION_MODES, type ProvisionMode, RUN_STATUSES, type RunStatus } from '../domain/run.js';
import { STEP_ACTIONS, type StepAction } from '../domain/step.js';

/** An object with what is compared, a list of ids, or nothing. */
const ANY_JSON = [{ type: 'object' }, { type: 'array', items: {} }, { type: 'string' }, { type: 'null' }];

const MODE = {
  enum: PROVISION_MODES,
  enumName: 'ProvisionMode',
  enumSchema: { description: 'What a run does: show the steps, execute them, or undo them.' },
};

/** What a run does. */
export class ProvisionQueryDto {
  /**
   * `plan` shows the steps and changes nothing; `apply` executes them; `destroy` removes what earlier runs have created or assigned,
   * unless others use it.
   */
  @IsIn(PROVISION_MODES)
  @ApiProperty(MODE)
  readonly mode!: ProvisionMode;
}

/** Options of a run. Omitted members are taken from the last applied run. */
export class ProvisionOptionsDto {
  /**
   * Agents by e-mail address or by Engage's id. They get `read` and `reply` on the source, the category of the agents as a skill, and the
   * identity that agents write as.
   * @example ["jonas.weber@example.org"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3_000)
  @IsString({ each: true })
  @Length(1, 256, { each: true })
  readonly agents?: string[];

  /**
   * Teams by name or id; all members of a team are included.
   * @example ["Service desk"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @Length(1, 256, { each: true })
  readonly teams?: string[];

  /**
   * Name of the parent of both categories. An existing category with this name is adopted. Default: Handover.
   * @example "Handover"
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @IsVisible()
  readonly rootCategory?: string;

  /**
   * Name of the bot's category. Default: Bot.
   * @example "Bot"
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @IsVisible()
  readonly botCategory?: string;

  /**
   * Name of the agents' category. Default: Agent.
   * @example "Agent"
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @IsVisible()
  readonly agentCategory?: string;

  /**
   * Name of the folder where agents find conversations. Default: Handover: with agents.
   * @example "Handover: with agents"
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @IsVisible()
  readonly folder?: string;
}

/** One object in Engage that the setup needs. */
export class ProvisionStepDto {
  /**
   * Stable name of the object; for an agent `agent.<id in Engage>`.
   * @example "category.bot"
   */
  readonly id!: string;
  /**
   * What the object is.
   * @example "Category of conversations with the bot"
   */
  readonly title!: string;
  /**
   * What was done, or in a plan what would be done. `keep`: it is already correct. `adopt`: an existing object is used. `manual`: a person
   * must do it, `detail` says how. `forbidden`: the user of the API access token lacks a right. `blocked`: another step must be done first.
   * `failed`: Engage refused it.
   * @example "create"
   */
  @ApiProperty({ enum: STEP_ACTIONS, enumName: 'ProvisionAction' })
  readonly action!: StepAction;
  /** State before; null: it did not exist. */
  @ApiProperty({ anyOf: ANY_JSON, example: null })
  readonly before!: JsonValue;
  /** State after. */
  @ApiProperty({ anyOf: ANY_JSON, example: { name: 'Bot' } })
  readonly after!: JsonValue;
  /** Information for a person, or what to do. */
  readonly detail?: string;
  /**
   * The page of the Engage domain for it.
   * @example "https://acme.engagement.dimelo.com/admin/categories/4f3951557aa58d1462017a8f/edit"
   */
  readonly link?: string;
  /**
   * Id of the check (`POST …/checks`) that verifies it.
   * @example "bot-category"
   */
  readonly check?: string;
}

/** Progress of a run. */
export class ProvisionProgressDto {
  /** While `steps` is empty: number of chosen agents that were read. Afterwards: number of finished steps. */
  readonly done!: number;
  /** While `steps` is empty: number of chosen agents, 0 before they are read. Afterwards: number of steps. */
  readonly total!: number;
}

/** Why a run stopped early. */
export class ProvisionErrorDto {
  /**
   * Stable name of the error.
   * @example "engage.unavailable"
   */
  readonly code!: string;
  /** What went wrong and how to fix it. */
  readonly detail!: string;
}

/** A run of the setup of Engage. */
export class ProvisionRunDto {
  /** Id of the run. */
  readonly id!: string;
  /** `plan` shows the steps and changes nothing; `apply` executes them; `destroy` removes what earlier runs have created or assigned. */
  @ApiProperty(MODE)
  readonly mode!: ProvisionMode;
  /** `failed`: the run stopped early, `error` says why. Finished steps stay; repeat the call to continue. */
  @ApiProperty({ enum: RUN_STATUSES, enumName: 'ProvisionStatus' })
  readonly status!: RunStatus;
  /** Progress of the run. */
  readonly progress!: ProvisionProgressDto;
  /** The steps, in the order in which they are done. */
  readonly steps!: ProvisionStepDto[];
  /** Why the run stopped early; null if it did not. */
  @ApiProperty({ type: ProvisionErrorDto, nullable: true })
  readonly error!: ProvisionErrorDto | null;
  /** When the run started. */
  readonly startedAt!: Date;
  /** When the run ended; null while it runs. */
  @ApiProperty({ type: Date, nullable: true })
  readonly endedAt!: Date | null;
}
