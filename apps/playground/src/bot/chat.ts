import type { Choice } from '#rich-content';
import type { ChatRecord, Changes, Delivery, Entry, Errand, Status, Words } from './chat.types.js';

const REMEMBERED_EVENTS = 200;

/** One customer's chat: its messages, who answers, and what must still be sent to the connector. */
export class Chat {
  constructor(readonly record: ChatRecord) {}

  /** @param isNative whether the customer is on a channel that Engage serves */
  static open(id: string, userId: string, isNative = false): Chat {
    return new Chat({
      id,
      userId,
      ...(isNative && { isNative }),
      revision: 1,
      status: { mode: 'bot' },
      misses: 0,
      entries: [],
      errands: [],
      eventIds: [],
      sequence: 0,
    });
  }

  get id(): string {
    return this.record.id;
  }

  get userId(): string {
    return this.record.userId;
  }

  get isNative(): boolean {
    return this.record.isNative === true;
  }

  get status(): Status {
    return this.record.status;
  }

  get nextErrand(): Errand | undefined {
    return this.record.errands[0];
  }

  /** Whether the connector knows this chat. */
  get isKnown(): boolean {
    return this.record.entries.some((entry) => entry.delivery === 'stored');
  }

  entry(id: string): Entry | undefined {
    return this.record.entries.find((entry) => entry.id === id);
  }

  /** Adds a customer's message; a repeated id changes nothing. */
  hear(id: string, words: Words, sentAt: string): void {
    if (this.entry(id)) return;
    this.add({ id, author: 'user', ...words, sentAt, delivery: 'sending' });
    if (this.status.mode === 'agent') this.offer([]);
    this.plan({ kind: 'pass-on', entryId: id });
  }

  /** Adds a message of the bot or an agent; only the latest message has quick replies. */
  say(line: Omit<Entry, 'order' | 'revision'>): void {
    this.add(line);
    this.offer(line.content?.type === 'quick_replies' ? line.content.items : []);
  }

  add(line: Omit<Entry, 'order' | 'revision'>): void {
    const { entries } = this.record;
    const next =
      line.sequence === undefined ? -1 : entries.findIndex((entry) => (entry.sequence ?? 0) > (line.sequence ?? 0));
    const at = next < 0 ? entries.length : next;
    const before = entries[at - 1]?.order ?? 0;
    const after = entries[at]?.order ?? before + 2;
    entries.splice(at, 0, { ...line, order: (before + after) / 2, revision: ++this.record.revision });
  }

  mark(entryId: string, delivery: Delivery): void {
    const entry = this.entry(entryId);
    if (!entry || entry.delivery === delivery) return;
    entry.delivery = delivery;
    entry.revision = ++this.record.revision;
  }

  /** The customer has seen an agent's message; the agent is notified once. */
  see(entryId: string): void {
    const entry = this.entry(entryId);
    if (entry?.author !== 'agent' || entry.isRead) return;
    entry.isRead = true;
    entry.revision = ++this.record.revision;
    this.plan({ kind: 'mark-read', entryId });
  }

  plan(...errands: Errand[]): void {
    this.record.errands.push(...errands);
    this.statusChanged();
  }

  /** Removes the next errand from the list. */
  done(): void {
    this.record.errands.shift();
    this.statusChanged();
  }

  /** Offers these choices to the customer from now on. */
  offer(choices: readonly Choice[]): void {
    this.record.choices = choices;
    this.statusChanged();
  }

  become(status: Status): void {
    this.record.status = status;
    this.statusChanged();
  }

  /** Whether an event is new; from then on it is known. */
  isNews(eventId: string): boolean {
    const { eventIds } = this.record;
    if (eventIds.includes(eventId)) return false;
    eventIds.push(eventId);
    if (eventIds.length > REMEMBERED_EVENTS) eventIds.shift();
    return true;
  }

  /** Whether an event is newer than all earlier ones; a new conversation starts counting again. */
  advances(conversationId: string, sequence: number): boolean {
    const { record } = this;
    if (record.conversationId === conversationId && sequence <= record.sequence) return false;
    record.conversationId = conversationId;
    record.sequence = sequence;
    return true;
  }

  changesSince(revision: number): Changes | undefined {
    const { record } = this;
    if (revision >= record.revision) return undefined;
    const typing = record.errands.some((errand) => errand.kind === 'say') || record.status.agentTyping === true;
    return {
      revision: record.revision,
      entries: record.entries.filter((entry) => entry.revision > revision),
      status: { ...record.status, typing, choices: record.choices ?? [] },
    };
  }

  private statusChanged(): void {
    this.record.revision++;
  }
}
