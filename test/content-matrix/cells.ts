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

/** Kinds of content, rows of the matrix; the last ones are those that one of the sides cannot accept. */
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

/** A message, in the form of its sender. */
export interface Saying {
  readonly given: JsonObject;
  /** What the other side has offered before, in its own form. */
  readonly after?: JsonObject;
  /** The payload of the choice, as the bot or the agent set it in the offer. */
  readonly payload?: string;
  /** Parts of `given` that do not arrive, and why: omitted for nearly all. */
  readonly lost?: { readonly what: readonly string[]; readonly because: string };
}

/** Why a cell is empty. */
export interface Hole {
  readonly because: string;
}

export type Row = Saying | Hole;
/** One for each kind: the compiler finds missing ones. */
export type Rows = Readonly<Record<Kind, Row>>;

/** One end of a conversation. */
export interface Line {
  /** Sends the message at the near end, and then the text `end`. */
  says(saying: Saying, end: string): Promise<void>;
  /** What has arrived at the far end so far, oldest first. */
  heard(): readonly JsonValue[];
}

/** A platform with its test environment. */
export interface Surroundings {
  /** The conversation in which the direction is tested. */
  line(direction: Direction): Promise<Line>;
  /** Rows of the direction. */
  rows(direction: Direction): Rows;
  /** Values that differ from those in the golden files, e.g. ports. */
  readonly places: Places;
  stop(): Promise<void>;
}

/** Addresses of the parties in this run. */
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
