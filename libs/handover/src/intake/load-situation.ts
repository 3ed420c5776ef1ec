import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import type { TranscriptTurn } from '../domain/history.js';
import type { Fact } from '../domain/machine/fact.js';
import type { KnownHistory, Offer, Situation } from '../domain/machine/situation.js';
import { HandoverStore } from '../ports/handover-store.js';
import { MessageJournal } from '../ports/message-journal.js';
import type { JournalEntry } from '../domain/journal-entry.js';
import { MessageFiles } from '../messages/message-files.js';

/** How many messages that offer something are looked at, the newest first. */
const OFFERS = 10;
/** How much of what was sent is compared with a transcript. */
const COMPARED = 1_000;

/** Reads what a conversation holds, as far as the fact needs it. The caller holds the conversation's lock. */
@Injectable()
export class LoadSituation {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly journal: MessageJournal,
    private readonly files: MessageFiles,
  ) {}

  /** @returns `now`: on the database's clock */
  async run(tenant: Tenant, conversation: Conversation, fact: Fact): Promise<{ situation: Situation; now: Date }> {
    const { running, last, now } = await this.handovers.current(tenant.id, conversation.id);
    const offers = await this.offers(conversation, fact);
    const history = fact.type === 'start' && !running ? await this.history(tenant, conversation, last) : undefined;
    const situation = { conversation, running, last, ...(offers && { offers }), ...(history && { history }) };
    return { situation, now };
  }

  /** Only a customer's words can choose something. */
  private async offers(conversation: Conversation, fact: Fact): Promise<Offer[] | undefined> {
    const { tenantId, id } = conversation;
    const by = offererTo(fact);
    if (by === undefined) return undefined;
    const offers: Offer[] = [];
    for (const entry of await this.journal.lastOffers(tenantId, id, by, OFFERS))
      offers.push({ entry, isAnswered: await this.journal.isAnswered(entry) });
    return offers;
  }

  private async history(tenant: Tenant, conversation: Conversation, last: Handover | undefined): Promise<KnownHistory> {
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

  /** The files of agents have the addresses that the bot received, as its history has those. */
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

function offererTo(fact: Fact): 'agent' | 'bot' | undefined {
  if (fact.type === 'bot-side-message' && fact.author === 'user') return 'agent';
  return fact.type === 'customer-wrote' ? 'bot' : undefined;
}
