import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation, JournalEntry, KnownHistory, Situation, TranscriptTurn } from '#handover-rules';
import { MessageFiles } from '../messages/message-files.js';
import { MessageJournal } from '../ports/message-journal.js';

/** How many sent messages are compared with a transcript. */
const COMPARED = 1_000;

/** Reads what the journal knows about a session, for a start. */
@Injectable()
export class ReadHistory {
  constructor(
    private readonly journal: MessageJournal,
    private readonly files: MessageFiles,
  ) {}

  async run(tenant: Tenant, { conversation, last }: Situation): Promise<KnownHistory> {
    const { tenantId, id } = conversation;
    if (conversation.nativeChannel) return { sent: [], unsent: [], isKnown: true, customerIsHeard: true };
    const sent = await this.journal.last(tenantId, id, ['sent', 'muted'], COMPARED);
    const unsent = await this.journal.last(tenantId, id, ['unsent'], COMPARED);
    return {
      sent: await this.asTurns(tenant, conversation, sent),
      unsent,
      isKnown: sent.length + unsent.length > 0,
      customerIsHeard: await this.journal.customerHeardSince(tenantId, id, last?.endedAt),
    };
  }

  /** The files of agents have the addresses that the bot received, because its history has these. */
  private async asTurns(
    tenant: Tenant,
    conversation: Conversation,
    sent: readonly JournalEntry[],
  ): Promise<TranscriptTurn[]> {
    const turns: TranscriptTurn[] = [];
    for (const entry of sent) {
      const { author, attachments } = entry;
      if (author === 'agent' && attachments.length > 0)
        turns.push({ ...entry, author, attachments: await this.files.forOutside(tenant, conversation, attachments) });
      else if (author !== 'system') turns.push({ ...entry, author });
    }
    return turns;
  }
}
