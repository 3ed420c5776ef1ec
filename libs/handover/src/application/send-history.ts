import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import { ASKS_FOR_AGENT, newTurns, saysTheSame, type Turn } from '../domain/history.js';
import { HandoverStore } from '../ports/handover-store.js';
import { type JournalEntry, MessageJournal } from '../ports/message-journal.js';
import { ENGAGE, EngageOutbox, messageItem } from './engage-outbox.js';
import { Journalling } from './journalling.js';
import { MessageFiles } from './message-files.js';

/** How much of what was sent is compared with a transcript. */
const COMPARED = 1_000;

interface HistoryInput {
  readonly transcript?: readonly Turn[];
  readonly profile?: unknown;
}

/**
 * Gives the lane what the agent must know before the conversation changes hands: the turns that Engage does not have yet,
 * a note with reason and summary, and at least one message of the customer, without which Engage would make no task.
 */
@Injectable()
export class SendHistory {
  constructor(
    private readonly journal: MessageJournal,
    private readonly journalling: Journalling,
    private readonly engage: EngageOutbox,
    private readonly files: MessageFiles,
    private readonly handovers: HandoverStore,
  ) {}

  async run(tenant: Tenant, conversation: Conversation, handover: Handover, input: HistoryInput): Promise<void> {
    const forwardOnly = tenant.handover.forwardOnlyHandover;
    const limit = handover.options.transcriptMessages ?? tenant.handover.transcriptMessages;
    const turns = await this.turns(tenant, conversation, input.transcript, limit);
    const opening = await this.withNoteAndCustomer(conversation, handover, turns);
    const last = opening.at(-1);
    const options = forwardOnly ? { handoverId: handover.id } : {};
    const hasContext = Object.keys(handover.contextData).length > 0;
    const items = opening.map((entry) =>
      messageItem(entry, entry === last && hasContext ? { ...options, contextData: handover.contextData } : options),
    );
    const profileRides = opening.some(({ author }) => author === 'user');
    if (input.profile !== undefined && !profileRides) items.push({ kind: ENGAGE.identity, payload: {} });
    await this.engage.append(tenant, conversation, items);
  }

  /** The turns to send, journalled. Mirrored sessions have nothing left to send, unless we never saw them. */
  private async turns(
    tenant: Tenant,
    conversation: Conversation,
    transcript: readonly Turn[] | undefined,
    limit: number,
  ): Promise<JournalEntry[]> {
    const { tenantId, id } = conversation;
    if (!tenant.handover.forwardOnlyHandover) {
      const known = await this.journal.last(tenantId, id, ['sent', 'unsent', 'muted'], 1);
      return known.length === 0 ? this.write(conversation, lastOf(transcript ?? [], limit)) : [];
    }
    const unsent = await this.journal.last(tenantId, id, ['unsent'], COMPARED);
    if (!transcript) {
      const chosen = lastOf(unsent, limit);
      await this.journal.mark(tenantId, idsOf(chosen), 'sent');
      await this.journal.mark(tenantId, idsOf(unsent.slice(0, unsent.length - chosen.length)), 'muted');
      return chosen;
    }
    const sent = await this.journal.last(tenantId, id, ['sent'], COMPARED);
    const turns = lastOf(newTurns(transcript, await this.asTold(tenant, conversation, sent)), limit);
    return this.write(conversation, turns, unsent);
  }

  /** What was sent as turns; the files of agents by the addresses that the bot was told, as its history has those. */
  private async asTold(tenant: Tenant, conversation: Conversation, sent: readonly JournalEntry[]): Promise<Turn[]> {
    const turns: Turn[] = [];
    for (const entry of sent) {
      const { author, attachments } = entry;
      if (author === 'agent' && attachments.length > 0)
        turns.push({ ...entry, author, attachments: await this.files.forOutside(tenant, conversation, attachments) });
      else if (author !== 'system') turns.push({ ...entry, author });
    }
    return turns;
  }

  /** Journals the turns. Those that wait in the journal already are taken from there; what the transcript leaves out stays here. */
  private async write(
    conversation: Conversation,
    turns: readonly Turn[],
    waiting: readonly JournalEntry[] = [],
  ): Promise<JournalEntry[]> {
    const left = [...waiting];
    const entries: JournalEntry[] = [];
    for (const turn of turns) {
      const known = left.findIndex((entry) => isSame(entry, turn));
      entries.push(
        ...(known >= 0
          ? left.splice(known, 1)
          : [await this.journalling.write(conversation, { ...turn, forwarding: 'sent' })]),
      );
    }
    await this.journal.mark(conversation.tenantId, idsOf(entries), 'sent');
    await this.journal.mark(conversation.tenantId, idsOf(left), 'muted');
    return entries;
  }

  private async withNoteAndCustomer(
    conversation: Conversation,
    handover: Handover,
    turns: JournalEntry[],
  ): Promise<JournalEntry[]> {
    const opening = [...turns];
    const { note } = handover;
    const says = (author: 'system' | 'user', words: string): Promise<JournalEntry> =>
      this.journalling.write(conversation, { author, text: words, attachments: [], forwarding: 'sent' });
    if (!opening.some(({ author }) => author === 'user') && !(await this.customerIsHeard(conversation, handover)))
      opening.push(await says('user', ASKS_FOR_AGENT));
    if (note !== undefined) {
      const lastOfCustomer = opening.findLastIndex(({ author }) => author === 'user');
      opening.splice(lastOfCustomer === -1 ? opening.length : lastOfCustomer, 0, await says('system', note));
    }
    if (opening.length === 0 && Object.keys(handover.contextData).length > 0)
      opening.push(await says('system', 'Handover'));
    return opening;
  }

  /** Whether Engage holds a word of the customer that is newer than the last handover's end. */
  private async customerIsHeard(conversation: Conversation, handover: Handover): Promise<boolean> {
    const previous = await this.handovers.previous(handover);
    return this.journal.customerHeardSince(conversation.tenantId, conversation.id, previous?.endedAt);
  }
}

function isSame(entry: JournalEntry, turn: Turn): boolean {
  if (turn.messageId !== undefined) return entry.messageId === turn.messageId;
  return saysTheSame(entry, turn);
}

const idsOf = (entries: readonly JournalEntry[]): JournalEntry['id'][] => entries.map(({ id }) => id);

function lastOf<Item>(items: readonly Item[], limit: number): Item[] {
  return limit > 0 ? items.slice(-limit) : [];
}
