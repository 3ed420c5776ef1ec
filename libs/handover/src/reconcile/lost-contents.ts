import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import type { EngageThreadId, JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { type Conversation, type FoundContent, mayStillCome, readTo, undelivered, wholeSecond } from '#handover-rules';
import { AcceptEngageEvent } from '../engage-inbound/accept-engage-event.js';
import { AcceptAgentMessage } from '../messages/accept-agent-message.js';
import { ContactCentre } from '../ports/contact-centre.js';
import { ContentReader } from '../ports/content-reader.js';
import { MessageJournal } from '../ports/message-journal.js';

/** A thread and since when its contents matter. */
export interface ThreadToRead {
  readonly conversation: Conversation;
  readonly threadId: EngageThreadId;
  /** On Engage's clock. */
  readonly since: Date;
  /** On the clock of the database. */
  readonly now: Date;
}

/** What a look at a thread has found. */
export interface Taken {
  /** Number of messages that it has found. */
  readonly count: number;
  /** Whether Engage is still trying to deliver something of it. */
  readonly isPending: boolean;
  /** The time from which to read the thread next time, on Engage's clock. */
  readonly readTo: Date;
}

/**
 * Reads in Engage what was written in a thread, and processes lost messages as if they arrived now: once, because calls and events
 * about the same content are known by its id, and in the order in which it was written.
 */
@Injectable()
export class LostContents {
  private readonly logger = new Logger(LostContents.name);

  constructor(
    private readonly database: Database,
    private readonly contactCentre: ContactCentre,
    private readonly reader: ContentReader,
    private readonly journal: MessageJournal,
    private readonly agentMessages: AcceptAgentMessage,
    private readonly events: AcceptEngageEvent,
  ) {}

  /** @returns Engage's records, oldest first @throws AppError when Engage does not answer */
  read(tenant: Tenant, { threadId, since }: ThreadToRead, signal: AbortSignal): Promise<JsonObject[]> {
    return this.contactCentre.contentsSince(tenant, threadId, wholeSecond(since), signal);
  }

  /**
   * Can be repeated with the same records.
   *
   * @throws AppError when something cannot be stored now: then newer messages wait, too
   */
  async take(tenant: Tenant, thread: ThreadToRead, records: readonly JsonObject[]): Promise<Taken> {
    const { conversation } = thread;
    const taken = conversation.nativeChannel
      ? await this.ofNative(tenant, thread, records)
      : await this.ofOwn(tenant, thread, records);
    const { count } = taken;
    if (count > 0) {
      const ids = { tenantId: tenant.id, conversationId: conversation.id, count };
      this.logger.warn(ids, 'Messages were missing; they were read from Engage.');
    }
    return taken;
  }

  private async ofOwn(
    tenant: Tenant,
    { conversation, since, now }: ThreadToRead,
    records: readonly JsonObject[],
  ): Promise<Taken> {
    const { threadForeignId } = conversation;
    const found = records.flatMap((record) => this.reader.message(tenant, threadForeignId, record) ?? []);
    const lost = await this.unknown(conversation, undelivered(found));
    for (const { message } of lost) await this.agentMessages.run(tenant, message);
    return {
      count: lost.length,
      isPending: found.some((content) => mayStillCome(content, now)),
      readTo: readTo(found, since),
    };
  }

  private async ofNative(
    tenant: Tenant,
    { conversation, since }: ThreadToRead,
    records: readonly JsonObject[],
  ): Promise<Taken> {
    const found = records.flatMap((record) => this.reader.event(record) ?? []);
    const own = found.filter(({ customerId }) => customerId === conversation.userId);
    const lost = await this.unknown(conversation, own);
    for (const { event } of lost) await this.events.run(tenant, event);
    return { count: lost.length, isPending: false, readTo: readTo(found, since) };
  }

  private async unknown<Found extends FoundContent>(
    { tenantId, id }: Conversation,
    found: readonly Found[],
  ): Promise<Found[]> {
    if (found.length === 0) return [];
    const ids = found.map((content) => content.id);
    const held = await this.database.inTenant(tenantId, () => this.journal.heldContents(tenantId, id, ids));
    return found.filter((content) => !held.has(content.id));
  }
}
