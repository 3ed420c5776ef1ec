import type { ConversationId, EngageThreadId, ForeignId, JsonObject } from '#kernel';
import type { RichContent } from '#rich-content';
import type { Tenant } from '#tenant-config';
import type { Attachment, EngageAuthor, EngageIntervention, EngageMessage, EngageThread } from '#handover-rules';

/** A reply to a customer on a source that Engage serves itself. */
export interface ReplyToCustomer {
  readonly conversationId: ConversationId;
  readonly threadId: EngageThreadId;
  /** The customer's content that it answers. */
  readonly inReplyTo: string;
  readonly private: boolean;
  /** Engage's id of an earlier content: older ones are not part of this reply, whatever their text is. */
  readonly after?: string | undefined;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly content?: RichContent;
  /** The kinds of structured messages that the customer's channel shows, as Engage names them; undefined if it does not. */
  readonly capabilities?: readonly string[] | undefined;
}

/**
 * RingCentral Engage Digital as the handover needs it. Every call may throw: `DestinationOutage` when Engage is away,
 * `EngageMisconfigured` when a setting is wrong, AppErrors of kind `throttled`/`unavailable` for temporary failures, of other
 * kinds for what a retry would not fix.
 */
export abstract class ContactCentre {
  /**
   * Host that messages go to, for in-flight caps and circuits. @throws TenantIncomplete while it is not configured.
   *
   * @param channelOwner the owner of the customer's channel: the bot platform's messages go by the Send API, replies to customers
   * of Engage by REST
   */
  abstract destination(tenant: Tenant, channelOwner?: 'bot' | 'engage'): string;

  /**
   * Sends one message, in several parts if it is too long. The same foreign id again has no second effect. What Engage does not
   * accept is sent as text: content as numbered lines, a file as a line that says why it is missing.
   */
  abstract sendMessage(tenant: Tenant, message: EngageMessage, signal: AbortSignal): Promise<void>;

  /** Creates or refreshes an identity without a message. */
  abstract saveIdentity(tenant: Tenant, author: EngageAuthor, signal: AbortSignal): Promise<void>;

  /** Shows the agents that the customer types. @param preview what they have typed so far; undefined shows only that they do */
  abstract startTyping(
    tenant: Tenant,
    threadForeignId: ForeignId,
    preview: string | undefined,
    signal: AbortSignal,
  ): Promise<void>;
  abstract stopTyping(tenant: Tenant, threadForeignId: ForeignId, signal: AbortSignal): Promise<void>;

  /** Shows the agents that the customer has read their message. @param messageId our id of it */
  abstract markAsRead(tenant: Tenant, messageId: ForeignId, signal: AbortSignal): Promise<void>;

  /** The thread with this foreign id, or undefined while Engage has not imported it. */
  abstract findThread(tenant: Tenant, foreignId: ForeignId, signal: AbortSignal): Promise<EngageThread | undefined>;

  /** The thread, or undefined when it is gone or not readable for the token. */
  abstract readThread(tenant: Tenant, id: EngageThreadId, signal: AbortSignal): Promise<EngageThread | undefined>;

  /**
   * Replaces the thread's whole set of categories. @returns the time on Engage's clock (the answer's `Date` header).
   * @throws an AppError of kind `unavailable` while another categorisation runs (Engage answers 409)
   */
  abstract replaceCategories(
    tenant: Tenant,
    id: EngageThreadId,
    categoryIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Date>;

  /** Interventions of up to 100 threads, newest first. */
  abstract interventions(
    tenant: Tenant,
    threadIds: readonly EngageThreadId[],
    signal: AbortSignal,
  ): Promise<EngageIntervention[]>;

  /**
   * What anyone has written in a thread since then, on Engage's clock, oldest first, as Engage's records for `ContentReader`.
   * Called by a sweep, so it uses the background part of the rate limit.
   */
  abstract contentsSince(
    tenant: Tenant,
    threadId: EngageThreadId,
    since: Date,
    signal: AbortSignal,
  ): Promise<JsonObject[]>;

  /** The same for everything on a source. */
  abstract sourceContentsSince(
    tenant: Tenant,
    sourceId: string,
    since: Date,
    signal: AbortSignal,
  ): Promise<JsonObject[]>;

  /** Closes an intervention that has agent replies, cancels one that has none; already ended is fine. */
  abstract endIntervention(tenant: Tenant, intervention: EngageIntervention, signal: AbortSignal): Promise<void>;

  /**
   * Writes to a customer as the token's user. A repeat writes it again: call `findReplies` first.
   *
   * @returns Engage's id of the new content
   * @throws NoOpenIntervention (Engage answers 422), ReplyNotPermitted (403, 404)
   */
  abstract replyToCustomer(tenant: Tenant, reply: ReplyToCustomer, signal: AbortSignal): Promise<string>;

  /** The files of a content, e.g. a customer's on a source of Engage; empty when it is gone or not readable for the token. */
  abstract filesOf(tenant: Tenant, contentId: string, signal: AbortSignal): Promise<Attachment[]>;

  /** Contents written by API with the same text to the same content: to find a reply whose outcome is not known. */
  abstract findReplies(tenant: Tenant, reply: ReplyToCustomer, signal: AbortSignal): Promise<string[]>;

  /**
   * Opens or reopens an intervention on a customer's content, with the token's user in charge.
   *
   * @throws ReplyNotPermitted
   */
  abstract openOwnIntervention(tenant: Tenant, contentId: string, signal: AbortSignal): Promise<EngageIntervention>;

  /** Shows a note to the agents next to the intervention. */
  abstract comment(
    tenant: Tenant,
    comment: { readonly interventionId: string; readonly userId: string; readonly text: string },
    signal: AbortSignal,
  ): Promise<void>;

  /** The name of a source that Engage serves itself, or undefined when it is gone or not readable for the token. */
  abstract sourceName(tenant: Tenant, sourceId: string, signal: AbortSignal): Promise<string | undefined>;

  /** Whether Engage's routing offers work to agents as tasks; else they pick threads from folders. */
  abstract routesTasks(tenant: Tenant, signal: AbortSignal): Promise<boolean>;
}
