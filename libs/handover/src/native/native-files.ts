import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { isTransient } from '#delivery';
import type { ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Attachment, BotEvent, JournalEntry } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';
import { MessageJournal } from '../ports/message-journal.js';
import { MessageFiles } from '../messages/message-files.js';

/** Reads which files a customer's message in Engage has: its events only say that there are some. */
@Injectable()
export class NativeFiles {
  private readonly logger = new Logger(NativeFiles.name);

  constructor(
    private readonly database: Database,
    private readonly journal: MessageJournal,
    private readonly files: MessageFiles,
    private readonly contactCentre: ContactCentre,
  ) {}

  /** @returns the event with its files; unchanged if they cannot be read @throws errors after which a retry may succeed */
  async addTo(tenant: Tenant, event: BotEvent, signal: AbortSignal): Promise<BotEvent> {
    if (event.type !== 'user.message' || !event.data.hasAttachment) return event;
    const entry = await this.database.inTenant(tenant.id, () =>
      this.journal.findByForeignId(tenant.id, event.data.messageId as ForeignId),
    );
    if (!entry) return event;
    const known = entry.attachments.length > 0 ? entry.attachments : await this.learn(tenant, entry, signal);
    const attachments = await this.database.inTenant(tenant.id, () =>
      this.files.forOutside(tenant, { tenantId: tenant.id, id: entry.conversationId }, known),
    );
    return { ...event, data: { ...event.data, attachments } };
  }

  private async learn(tenant: Tenant, entry: JournalEntry, signal: AbortSignal): Promise<readonly Attachment[]> {
    if (entry.engageContentId === undefined) return [];
    const found = await this.ask(tenant, entry.engageContentId, signal);
    if (found.length > 0) await this.database.inTenant(tenant.id, () => this.journal.setAttachments(entry, found));
    return found;
  }

  private async ask(tenant: Tenant, contentId: string, signal: AbortSignal): Promise<readonly Attachment[]> {
    try {
      return await this.contactCentre.filesOf(tenant, contentId, signal);
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.warn({ tenantId: tenant.id, err: error }, "A customer's files could not be read from Engage.");
      return [];
    }
  }
}
