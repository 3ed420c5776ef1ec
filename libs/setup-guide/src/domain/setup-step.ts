/** Something to copy from the guide and paste elsewhere. Secrets are placeholders. */
export interface SetupValue {
  /** What the field is called where it is pasted. */
  readonly field: string;
  readonly value: string;
}

/** Something that the step brings to light, and that must be sent back to this service. */
export interface SetupInput {
  /** Path in the tenant: `engage.apiAccessToken`. */
  readonly setting: string;
  /** What it is called where it is found. */
  readonly label: string;
  readonly secret: boolean;
  /** Several values, each of them a member of a list. */
  readonly list: boolean;
}

/** A page that a step needs, for a browser. */
export interface SetupLink {
  readonly label: string;
  /** Absolute, http or https. */
  readonly url: string;
}

/** A call of this service's own API that does the step or a part of it. */
export interface SetupCall {
  readonly label: string;
  readonly method: 'GET' | 'POST';
  /** Below the public address: `/admin/tenants/acme/provision?mode=apply`. */
  readonly path: string;
  /** The answer is a file. */
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
  /** Pages of the tenant's own Engage domain; none while the domain is unknown. */
  readonly links: readonly SetupLink[];
  readonly values: readonly SetupValue[];
  readonly inputs: readonly SetupInput[];
  readonly calls: readonly SetupCall[];
  /** What the calls may have in their body: `setting` is the name of the member. */
  readonly choices: readonly SetupInput[];
  /** Settings that the step makes known; while one is missing, the step is open. */
  readonly settings: readonly string[];
  /** Ids of the checks that show whether the step is done. */
  readonly checks: readonly string[];
  /** A person must do it in Engage: no API can. */
  readonly manual: boolean;
  readonly optional: boolean;
}

type SetupInputPart = Pick<SetupInput, 'setting' | 'label'> & Partial<SetupInput>;

/** A step as it is written down; the rest has defaults. */
export type SetupStepPart = Pick<SetupStep, 'id' | 'title' | 'instructions'> &
  Partial<Omit<SetupStep, 'inputs' | 'calls' | 'choices'>> & {
    readonly inputs?: readonly SetupInputPart[];
    readonly choices?: readonly SetupInputPart[];
    readonly calls?: readonly (Omit<SetupCall, 'download'> & Partial<SetupCall>)[];
  };

/** The whole step. What its inputs send back counts as made known by it. */
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
