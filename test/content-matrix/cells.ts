import type { JsonObject, JsonValue } from '#kernel';

/** The platforms, columns of the matrix. */
export const PLATFORMS = ['generic', 'cognigy', 'chatlayer'] as const;

/** From whom to whom, one table each. */
export const DIRECTIONS = [
  'bot-to-agent',
  'transcript-to-agent',
  'customer-to-agent',
  'agent-to-customer',
  'agent-to-whatsapp-customer',
  'engage-customer-to-bot',
  'bot-to-engage-customer',
  'bot-to-apple-customer',
] as const;

/** What can be said, rows of the matrix; the last ones are what one side or the other cannot take. */
export const KINDS = [
  'text',
  'quick replies',
  'select',
  'buttons',
  'card',
  'carousel',
  'list',
  'rich link',
  'location',
  'image',
  'audio',
  'video',
  'file',
  'file over 1 MB',
  'file by its bytes',
  'choice',
  'more choices than Engage takes',
  'payload that is not ASCII',
  'titles that are too long',
  'file that cannot be fetched',
  'file of a refused kind',
] as const;

export type Platform = (typeof PLATFORMS)[number];
export type Direction = (typeof DIRECTIONS)[number];
export type Kind = (typeof KINDS)[number];

/** Something said, in the form of the side that says it. */
export interface Saying {
  readonly given: JsonObject;
  /** What the other side had offered before, in its own form. */
  readonly after?: JsonObject;
  /** What the choice carries, in the words of the bot or the agent who offered it. */
  readonly payload?: string;
  /** What of it does not arrive, as it stands in `given`, and why: left out for nearly all. */
  readonly lost?: { readonly what: readonly string[]; readonly because: string };
}

/** Why there is nothing to say. */
export interface Hole {
  readonly because: string;
}

export type Row = Saying | Hole;
/** One for each kind: the compiler finds the holes. */
export type Rows = Readonly<Record<Kind, Row>>;

/** One end of a conversation. */
export interface Line {
  /** Says it at the near end, and then the words `end`. */
  says(saying: Saying, end: string): Promise<void>;
  /** What has arrived at the far end so far, oldest first. */
  heard(): readonly JsonValue[];
}

/** A platform with everything around it. */
export interface Surroundings {
  /** The conversation in which the direction is tried. */
  line(direction: Direction): Promise<Line>;
  /** Rows of the direction. */
  rows(direction: Direction): Rows;
  /** What is other than what it stands for in the golden files, e.g. ports. */
  readonly places: Places;
  stop(): Promise<void>;
}

/** Where the parties are found in this run. */
export interface Places {
  readonly connector: string;
  readonly engage: string;
  readonly files: string;
}

/** The same hole for several kinds. */
export function holes<Name extends Kind>(because: string, ...kinds: readonly Name[]): Record<Name, Hole> {
  return Object.fromEntries(kinds.map((kind) => [kind, { because }])) as Record<Name, Hole>;
}

/** The same hole for every kind. */
export function noRows(because: string): Rows {
  return holes(because, ...KINDS);
}
