import type { PuppetIdentity } from '#tenant-config';

/** The request of an administrator. Omitted members are taken from the last applied run. */
export interface Wish {
  readonly rootCategory: string;
  readonly botCategory: string;
  readonly agentCategory: string;
  readonly folder: string;
  /** Ids or e-mail addresses of agents. */
  readonly agents: readonly string[];
  /** Ids or names of teams. */
  readonly teams: readonly string[];
}

export const WISH_DEFAULTS: Wish = {
  rootCategory: 'Handover',
  botCategory: 'Bot',
  agentCategory: 'Agent',
  folder: 'Handover: with agents',
  agents: [],
  teams: [],
};

/** The tenant's settings that the set-up of Engage depends on. */
export interface Site {
  readonly slug: string;
  readonly baseApiUrl: string;
  readonly engageUrl: string;
  readonly sourceId: string | undefined;
  /** Sources that Engage serves itself, on which the bot answers. */
  readonly nativeSourceIds: readonly string[];
  readonly botCategoryId: string | undefined;
  readonly agentCategoryId: string | undefined;
  /** Whether the realtime endpoint URL and its token are set, so that the Send API can be used. */
  readonly canSend: boolean;
  readonly verifyToken: string;
  readonly botIdentity: PuppetIdentity;
  readonly agentIdentity: PuppetIdentity;
  /** A hash of the webhook's secret; undefined without a secret. */
  readonly secretMark: string | undefined;
  /** Events that the webhook must report, in alphabetical order. */
  readonly events: readonly string[];
}

/**
 * False if all customers are on sources that Engage serves itself: then there is no Channel SDK source to set up.
 */
export const needsOwnSource = ({ sourceId, nativeSourceIds }: Site): boolean =>
  sourceId !== undefined || nativeSourceIds.length === 0;
