import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Tenant, TenantDirectory } from '#tenant-config';
import type { Conversation } from '#handover-rules';
import { ConversationArchive, type TimelineEntry } from '../ports/conversation-archive.js';
import { MessageFiles } from '../messages/message-files.js';

const ENTRIES = 1_000;

/** The newest entries of a conversation, with files by addresses that anyone can read. */
@Injectable()
export class ReadTimeline {
  constructor(
    private readonly database: Database,
    private readonly archive: ConversationArchive,
    private readonly tenants: TenantDirectory,
    private readonly files: MessageFiles,
  ) {}

  async run(conversation: Pick<Conversation, 'tenantId' | 'id'>): Promise<TimelineEntry[]> {
    const { tenantId, id } = conversation;
    const tenant = await this.tenants.byId(tenantId);
    const entries = await this.archive.timeline(tenantId, id, ENTRIES);
    return this.database.inTenant(tenantId, async () => {
      const shown: TimelineEntry[] = [];
      for (const entry of entries) shown.push(await this.shown(tenant, conversation, entry));
      return shown;
    });
  }

  private async shown(
    tenant: Tenant | undefined,
    conversation: Pick<Conversation, 'tenantId' | 'id'>,
    entry: TimelineEntry,
  ): Promise<TimelineEntry> {
    const { message } = entry;
    if (!message || message.attachments.length === 0) return entry;
    const attachments = tenant ? await this.files.forOutside(tenant, conversation, message.attachments) : [];
    return { ...entry, message: { ...message, attachments } };
  }
}
