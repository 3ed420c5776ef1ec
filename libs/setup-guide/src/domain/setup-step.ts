/** Something to copy from the guide and paste elsewhere. Secrets are placeholders. */
export interface SetupValue {
  /** The name of the field into which it is pasted. */
  readonly field: string;
  readonly value: string;
}

/** A value that the step reveals, and that must be sent back to this service. */
export interface SetupInput {
  /** Path in the tenant: `engage.apiAccessToken`. */
  readonly setting: string;
  /** The name of the value where it is found. */
  readonly label: string;
  readonly secret: boolean;
  /** Whether it is a list of several values. */
  readonly list: boolean;
}

/** A page that a step needs, for a browser. */
export interface SetupLink {
  readonly label: string;
  /** Absolute, http or https. */
  readonly url: string;
}

/** A call of this service's API that does the step or a part of it. */
export interface SetupCall {
  readonly label: string;
  readonly method: 'GET' | 'POST';
  /** Below the public address: `/admin/tenants/acme/provision?mode=apply`. */
  readonly path: string;
  /** Whether the answer is a file. */
  readonly download: boolean;
}

/** In the order of the guide. */
export const SETUP_SECTIONS = ['reach', 'engage', 'by-hand', 'bot', 'test'] as const;
export type SetupSection = (typeof SETUP_SECTIONS)[number];

/** One step, before it is known whether it is done. */
export interface SetupStep {
  readonly id: string;
  readonly side: 'engage' | 'bot' | 'service';
  readonly section: SetupSection;
  readonly title: string;
  /** What to do, one action each. Names of settings and values are in backticks. */
  readonly instructions: readonly string[];
  /** Current settings that are dangerous. */
  readonly warnings: readonly string[];
  /** Pages of the tenant's own Engage domain, none while the domain is unknown; in the last step pages of the console. */
  readonly links: readonly SetupLink[];
  readonly values: readonly SetupValue[];
  readonly inputs: readonly SetupInput[];
  readonly calls: readonly SetupCall[];
  /** Optional members of the calls' body: `setting` is the name of the member. */
  readonly choices: readonly SetupInput[];
  /** Settings whose values the step reveals; while one is missing, the step is open. */
  readonly settings: readonly string[];
  /** Ids of the checks that show whether the step is done. */
  readonly checks: readonly string[];
  /** Whether a person must do it in Engage, because no API can. */
  readonly manual: boolean;
  readonly optional: boolean;
}

type SetupInputPart = Pick<SetupInput, 'setting' | 'label'> & Partial<SetupInput>;

/** The parts of a step that must be given; the others have defaults. */
export type SetupStepPart = Pick<SetupStep, 'id' | 'title' | 'instructions'> &
  Partial<Omit<SetupStep, 'inputs' | 'calls' | 'choices'>> & {
    readonly inputs?: readonly SetupInputPart[];
    readonly choices?: readonly SetupInputPart[];
    readonly calls?: readonly (Omit<SetupCall, 'download'> & Partial<SetupCall>)[];
  };

/** The whole step. The settings of its inputs count as its settings. */
export function setupStep(part: SetupStepPart): SetupStep {
  const inputs = (part.inputs ?? []).map(completed);
  return {
    side: 'engage',
    section: 'engage',
    warnings: [],
    links: [],
    values: [],
    settings: inputs.map(({ setting }) => setting),
    checks: [],
    manual: false,
    optional: false,
    ...part,
    inputs,
    calls: (part.calls ?? []).map((call) => ({ download: false, ...call })),
    choices: (part.choices ?? []).map(completed),
  };
}

function completed(input: SetupInputPart): SetupInput {
  return { secret: false, list: false, ...input };
}
