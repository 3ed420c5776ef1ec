import type { EngageThreadId, TenantId } from '#kernel';

export interface UnresolvedEvent {
  readonly eventId: string;
  readonly body: Buffer;
}

/** The received webhook events. */
export abstract class EventInbox {
  /** @returns which of these are stored */
  abstract known(tenantId: TenantId, eventIds: readonly string[]): Promise<Set<string>>;
  /** Stores the result of an event that could not be decided before. */
  abstract resolve(tenantId: TenantId, eventId: string, status: 'applied' | 'ignored'): Promise<void>;
  /** Those of a thread that could not be decided yet, oldest first. */
  abstract unresolved(tenantId: TenantId, threadId: EngageThreadId): Promise<UnresolvedEvent[]>;
}
