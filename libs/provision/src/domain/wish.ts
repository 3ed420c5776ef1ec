import type { PuppetIdentity } from '#tenant-config';

/** What an administrator asks for. What is left out is as in the last run that was applied. */
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

/** What the tenant's settings say, as far as Engage is set up by them. */
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
  /** Changes with the webhook's secret and tells nothing about it; undefined without one. */
  readonly secretMark: string | undefined;
  /** Events that the webhook must report, in alphabetical order. */
  readonly events: readonly string[];
}

/** False where all customers come by sources that Engage serves itself: then there is no source of ours to set up. */
export const needsOwnSource = ({ sourceId, nativeSourceIds }: Site): boolean =>
  sourceId !== undefined || nativeSourceIds.length === 0;
