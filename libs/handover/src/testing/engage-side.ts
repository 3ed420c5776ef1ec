import type { EngageThreadId, ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';

/** What tests may do behind the port's back: look at Engage's side and act as its agents. */
export interface EngageSide {
  /** What was imported into the thread, in order; a message in several parts shows as several. */
  contents(tenant: Tenant, threadForeignId: ForeignId): { authorId: string; text: string }[];
  /** The same as agents see it. */
  shown(tenant: Tenant, threadForeignId: ForeignId): Shown[];
  /** What was answered to customers by API, as they see it. */
  shownReplies(tenant: Tenant, threadId: EngageThreadId): Shown[];
  /** From now on nothing structured is taken. */
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
  /** The agent completes the newest intervention. */
  complete(tenant: Tenant, threadForeignId: ForeignId): void;
  /** Engage learns our id of an agent's message, as it was answered. */
  exported(tenant: Tenant, messageId: ForeignId): void;
  isRead(tenant: Tenant, messageId: ForeignId): boolean;
  /** What the customer is shown to type. */
  typing(tenant: Tenant, threadForeignId: ForeignId): string | undefined;
  /** Another categorisation keeps the thread busy for the next `replaceCategories`. */
  keepBusy(tenant: Tenant, threadForeignId: ForeignId): void;
  /** A customer writes on a source that Engage serves itself; without a thread into a new one. */
  customerWrites(tenant: Tenant, customerId: string, threadId?: EngageThreadId): WrittenByCustomer;
  /** What was answered to customers by API, in order. */
  replies(tenant: Tenant, threadId: EngageThreadId): { inReplyTo: string; text: string; private: boolean }[];
  /** Notes next to the thread's interventions. */
  comments(tenant: Tenant, threadId: EngageThreadId): string[];
  /** The token's user loses the permission to reply. */
  forbidReplies(tenant: Tenant): void;
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
