import type { ChatRecord, Changes, Delivery, Entry, Errand, Status } from './chat.types.js';

const REMEMBERED_EVENTS = 200;

/** One customer's chat: what was said, who answers, and what the connector still has to be told. */
export class Chat {
  constructor(readonly record: ChatRecord) {}

  static open(id: string, userId: string): Chat {
    return new Chat({
      id,
      userId,
      revision: 1,
      status: { mode: 'bot' },
      suggestions: [],
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

  /** Takes a customer's message; the same id again changes nothing. */
  hear(id: string, text: string, sentAt: string): void {
    if (this.entry(id)) return;
    this.add({ id, author: 'user', text, sentAt, delivery: 'sending' });
    this.plan({ kind: 'pass-on', entryId: id });
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

  plan(...errands: Errand[]): void {
    this.record.errands.push(...errands);
    this.statusChanged();
  }

  /** Strikes the next errand off the list. */
  done(): void {
    this.record.errands.shift();
    this.statusChanged();
  }

  suggest(suggestions: readonly string[]): void {
    this.record.suggestions = [...suggestions];
    this.statusChanged();
  }

  become(status: Status): void {
    this.record.status = status;
    this.statusChanged();
  }

  /** Whether an event is seen for the first time; from then on it is known. */
  isNews(eventId: string): boolean {
    const { eventIds } = this.record;
    if (eventIds.includes(eventId)) return false;
    eventIds.push(eventId);
    if (eventIds.length > REMEMBERED_EVENTS) eventIds.shift();
    return true;
  }

  /** Whether an event is newer than all before it; another conversation starts counting anew. */
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
      status: { ...record.status, typing, suggestions: this.suggestions() },
    };
  }

  private suggestions(): readonly string[] {
    return this.record.status.mode === 'agent' ? [] : this.record.suggestions;
  }

  private statusChanged(): void {
    this.record.revision++;
  }
}
