import type {
  EngageCategory,
  EngageChannel,
  EngageFolder,
  EngageIdentity,
  EngageSource,
  EngageTeam,
  EngageUser,
  EngageWebhook,
} from '#engage-outbound';
import type { Ownership } from './owned.js';
import type { Site, Wish } from './wish.js';

/** A value that was read, or why Engage refused to show it. */
export type Seen<Value> = { readonly value: Value } | { readonly refused: string };

/** The set-up of the domain, as far as a run can see it. Every effect results in a new state. */
export interface DomainState {
  readonly site: Site;
  readonly wish: Wish;
  readonly owned: Ownership;
  readonly categories: Seen<readonly EngageCategory[]>;
  /** undefined: it does not exist, or may not be read. */
  readonly source: Seen<EngageSource | undefined>;
  readonly channels: Seen<readonly EngageChannel[]>;
  readonly webhooks: Seen<readonly EngageWebhook[]>;
  readonly folders: Seen<readonly EngageFolder[]>;
  readonly botIdentity: Seen<EngageIdentity | undefined>;
  readonly agentIdentity: Seen<EngageIdentity | undefined>;
  readonly teams: Seen<readonly EngageTeam[]>;
  readonly users: Seen<readonly EngageUser[]>;
  /** Chosen user id → what he or she may do on the tenant's source. */
  readonly permissions: Seen<ReadonlyMap<string, readonly string[]>>;
}

export const valueOf = <Value>(seen: Seen<Value>): Value | undefined => ('value' in seen ? seen.value : undefined);
export const refusalOf = (seen: Seen<unknown>): string | undefined => ('refused' in seen ? seen.refused : undefined);
