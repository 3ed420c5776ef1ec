import type { EngageThreadId, ForeignId, JsonValue } from '#kernel';

/** What was written, as a webhook event describes it. */
export interface EngageContent {
  readonly id: string;
  readonly text: string;
  /** Engage's identity of the customer who wrote it or whom it answers. */
  readonly customerId: string;
  readonly private: boolean;
  /** Webhooks do not say which files. */
  readonly hasAttachment: boolean;
  /** The customer's choice from an earlier structured message, as Engage returns it. */
  readonly structuredReply?: JsonValue;
  /** Engage has stopped trying to deliver it to the source. */
  readonly exportFailed?: boolean;
  /** The content that it answers. */
  readonly inReplyTo?: string;
  /** The kinds of structured messages that the customer's channel shows, if Engage names them. */
  readonly capabilities?: readonly string[];
}

/** What a webhook event of Engage means for a handover. */
export type EngageFact =
  /** A content arrived in a thread; `foreignId` is our id when we sent it, `written` is set when a customer wrote it. */
  | { readonly type: 'imported'; readonly foreignId: ForeignId | undefined; readonly written?: EngageContent }
  /** A human agent wrote in Engage: `content.replied`, `content.exported`. */
  | { readonly type: 'agent-wrote'; readonly written: EngageContent }
  /** `task.taken`, `intervention.opened`, `intervention.assigned`. */
  | { readonly type: 'agent-joined' }
  /** `task.transferred`, `intervention.user_updated`. */
  | { readonly type: 'agent-transferred' }
  /** `intervention.closed`, `intervention.canceled`, `task.completed` with action `closed`. */
  | { readonly type: 'over' }
  /** `task.destroyed`: over only if REST confirms it. */
  | { readonly type: 'maybe-over' }
  /** `intervention.reopened`. */
  | { readonly type: 'reopened' }
  /** Understood, but it changes nothing here. */
  | { readonly type: 'none' };

/** One webhook event, translated. */
export interface EngageEvent {
  /** Engage's id of the event: the same on redelivery. */
  readonly id: string;
  /** Engage's name, e.g. `intervention.closed`. */
  readonly type: string;
  readonly issuedAt: Date | undefined;
  readonly sourceId: string | undefined;
  readonly threadId: EngageThreadId | undefined;
  readonly interventionId: string | undefined;
  /** The customer it is about, if it says so. */
  readonly identityId?: string | undefined;
  /** The agent who caused it (`user_id`), if one did. */
  readonly actorId: string | undefined;
  readonly fact: EngageFact;
  /** The event as received, as JSON text. */
  readonly raw: Buffer;
}
