import type { EngageThreadId, ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';

/** What tests may do in addition to the port: look at Engage's side and act as its agents. */
export interface EngageSide {
  /** What was imported into the thread, in order; a message in several parts shows as several. */
  contents(tenant: Tenant, threadForeignId: ForeignId): { authorId: string; text: string }[];
  /** The same as agents see it. */
  shown(tenant: Tenant, threadForeignId: ForeignId): Shown[];
  /** Replies to customers by API, as they see them. */
  shownReplies(tenant: Tenant, threadId: EngageThreadId): Shown[];
  /** From now on nothing structured is accepted. */
  refuseStructured(tenant: Tenant): void;
  /** Screen name of an identity, or undefined if there is none. */
  screenname(tenant: Tenant, identityId: string): string | undefined;
  /** Keeps new threads from being imported, until the imports are finished. */
  holdImports(): void;
  finishImports(): void;
  /** An agent opens an intervention on an imported thread. */
  openIntervention(tenant: Tenant, threadForeignId: ForeignId): void;
  /** An agent writes in the thread's newest intervention. */
  reply(tenant: Tenant, threadForeignId: ForeignId): void;
  /** An agent wrote in the thread at that time, whether or not Engage could deliver the message to us. */
  agentWrote(tenant: Tenant, threadForeignId: ForeignId, words: AgentsWords): void;
  /** The agent completes the newest intervention. */
  complete(tenant: Tenant, threadForeignId: ForeignId): void;
  /** Engage gets our id of an agent's message from our answer. */
  exported(tenant: Tenant, messageId: ForeignId): void;
  isRead(tenant: Tenant, messageId: ForeignId): boolean;
  /** The typing of the customer that agents see. */
  typing(tenant: Tenant, threadForeignId: ForeignId): string | undefined;
  /** Another categorisation keeps the thread busy for the next `replaceCategories`. */
  keepBusy(tenant: Tenant, threadForeignId: ForeignId): void;
  /** A customer writes on a source that Engage serves itself; without a thread into a new one. */
  customerWrites(tenant: Tenant, customerId: string, threadId?: EngageThreadId): WrittenByCustomer;
  /** Replies to customers by API, in order. */
  replies(tenant: Tenant, threadId: EngageThreadId): { inReplyTo: string; text: string; private: boolean }[];
  /** Notes next to the thread's interventions. */
  comments(tenant: Tenant, threadId: EngageThreadId): string[];
  /** The token's user loses the permission to reply. */
  forbidReplies(tenant: Tenant): void;
}

export interface AgentsWords {
  readonly id: string;
  readonly text: string;
  readonly at: Date;
  /** As Engage names it: `success`, `export_pending`, `export_failure`. */
  readonly status: string;
}

export interface Shown {
  readonly text: string;
  /** Titles of what a click chooses; left out of a message that is not structured. */
  readonly choices?: readonly string[];
  /** Names, or addresses of files without any. */
  readonly files: readonly string[];
}

export interface WrittenByCustomer {
  readonly threadId: EngageThreadId;
  readonly contentId: string;
}
