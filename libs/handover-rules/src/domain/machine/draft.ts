import { createHash } from 'node:crypto';
import type { EngageThreadId, ForeignId, JsonObject, MessageId, UserId } from '#kernel';
import type { BotEventBody } from '../bot-event.js';
import type { Forwarding, JournalEntry } from '../journal-entry.js';
import type { TimelineKind } from '../timeline-kind.js';
import type { Conversation, ConversationState, NativeChannel } from '../conversation.js';
import type { Handover } from '../handover.js';
import type { Utterance } from '../message.js';
import type { Decision, HandoverChange } from './decision.js';
import { type EngageItem, messageItem, type MessagePayload, replyItem } from './engage-items.js';
import { type MachineSettings, withOptions } from './settings.js';
import type { Situation } from './situation.js';

/** A message for the journal. */
export type NewEntry = Utterance &
  Pick<JournalEntry, 'author' | 'forwarding'> &
  Partial<Pick<JournalEntry, 'authorName' | 'messageId' | 'foreignId' | 'engageContentId'>> & {
    readonly sentAt?: Date | undefined;
  };

/**
 * A decision that is being made: the rules read the conversation and its handover as decided so far, and add to the decision.
 * Nothing else changes.
 */
export class Draft {
  private held: Conversation;
  private current: Handover | undefined;
  private begun = false;
  private ids = 0;
  private readonly entries: JournalEntry[] = [];
  private readonly marks: { ids: readonly MessageId[]; forwarding: Forwarding }[] = [];
  private readonly toEngage: EngageItem[] = [];
  private readonly toBot: BotEventBody[] = [];
  private readonly timeline: { kind: TimelineKind; detail: JsonObject }[] = [];

  /** @param factId the ids of everything new are derived from it, so that the same fact gives the same decision */
  constructor(
    readonly situation: Situation,
    private readonly tenantSettings: MachineSettings,
    readonly now: Date,
    private readonly factId: string,
  ) {
    this.held = situation.conversation;
    this.current = situation.running;
  }

  get conversation(): Conversation {
    return this.held;
  }

  /** The handover that runs, or has just ended. */
  get handover(): Handover | undefined {
    return this.current;
  }

  /** The tenant's settings with the options of the handover. */
  get settings(): MachineSettings {
    return withOptions(this.tenantSettings, this.current?.options);
  }

  newId<Id extends string>(): Id {
    return derivedId(this.factId, this.ids++) as Id;
  }

  /** The time in this number of minutes; undefined for none. */
  inMinutes(minutes: number | null | undefined): Date | undefined {
    return minutes === null || minutes === undefined ? undefined : new Date(this.now.getTime() + minutes * 60_000);
  }

  begin(handover: Handover): void {
    this.current = handover;
    this.begun = true;
    this.move('queue', 'started');
  }

  /** Changes the running handover without an entry in the timeline. */
  adjust(changes: Partial<Handover>): Handover {
    if (!this.current) throw new Error('No handover is running.');
    this.current = { ...this.current, ...changes };
    return this.current;
  }

  /** Changes the handover and, with it, the state of the conversation. @param why as the timeline shows it */
  change(changes: Partial<Handover>, to: ConversationState, why: string): Handover {
    const changed = this.adjust(changes);
    this.move(to, why);
    return changed;
  }

  saveChannel(nativeChannel: NativeChannel): void {
    this.held = { ...this.held, nativeChannel };
  }

  becomes(userId: UserId): void {
    this.held = { ...this.held, userId };
  }

  /** @param at when the agents are shown that the customer types; undefined: typing has ended */
  typed(at: Date | undefined): void {
    this.held = { ...this.held, typingSentAt: at };
  }

  /** @param at on Engage's clock */
  closedInEngage(at: Date): void {
    this.held = { ...this.held, engageClosedAt: at };
  }

  link(engageThreadId: EngageThreadId): void {
    this.held = { ...this.held, engageThreadId };
  }

  record(kind: TimelineKind, detail: JsonObject): void {
    this.timeline.push({ kind, detail });
  }

  tellBot(event: BotEventBody): void {
    this.toBot.push(event);
  }

  send(...items: readonly EngageItem[]): void {
    this.toEngage.push(...items);
  }

  /** On a native source the bot's messages are sent as replies. */
  sendEntry(entry: JournalEntry, options: Omit<MessagePayload, 'messageId'> = {}): void {
    const { nativeChannel, userId } = this.held;
    const author = entry.author === 'user' ? { userId } : {};
    this.send(nativeChannel ? replyItem(entry, nativeChannel) : messageItem(entry, { ...author, ...options }));
  }

  write(message: NewEntry): JournalEntry {
    const entry: JournalEntry = {
      ...message,
      tenantId: this.held.tenantId,
      conversationId: this.held.id,
      id: this.newId<MessageId>(),
      foreignId: message.foreignId ?? this.newId<ForeignId>(),
      sentAt: this.notAfterNow(message.sentAt),
      receivedAt: this.now,
    };
    this.entries.push(entry);
    return entry;
  }

  mark(entries: readonly Pick<JournalEntry, 'id'>[], forwarding: Forwarding): void {
    if (entries.length > 0) this.marks.push({ ids: entries.map(({ id }) => id), forwarding });
  }

  decision(): Decision {
    const { entries, marks, toEngage, toBot, timeline } = this;
    return {
      conversation: this.conversationChange(),
      handover: this.handoverChange(),
      entries,
      marks,
      toEngage,
      toBot,
      timeline,
    };
  }

  /** Others' clocks may be ahead: no message is dated in the future. */
  private notAfterNow(at: Date | undefined): Date {
    return at !== undefined && at < this.now ? at : this.now;
  }

  private move(to: ConversationState, why: string): void {
    const { state: from } = this.held;
    this.held = { ...this.held, state: to };
    this.record('state', { handoverId: this.current?.id ?? null, from, to, status: this.current?.status ?? null, why });
  }

  private conversationChange(): Decision['conversation'] {
    const { conversation: before } = this.situation;
    const { state, nativeChannel, engageThreadId, engageClosedAt, typingSentAt, userId } = this.held;
    return {
      ...(state !== before.state && { state: { from: before.state, to: state } }),
      ...(nativeChannel !== before.nativeChannel && nativeChannel && { nativeChannel }),
      ...(engageThreadId !== before.engageThreadId && engageThreadId !== undefined && { engageThreadId }),
      ...(userId !== before.userId && { userId }),
      ...(typingSentAt !== before.typingSentAt && { typingSentAt }),
      ...(engageClosedAt !== before.engageClosedAt && engageClosedAt && { engageClosedAt }),
    };
  }

  private handoverChange(): HandoverChange | undefined {
    const { running } = this.situation;
    if (!this.current) return undefined;
    if (this.begun) return { type: 'begin', handover: this.current };
    return running && changeOf(running, this.current);
  }
}

function changeOf(before: Handover, after: Handover): HandoverChange | undefined {
  const names = (Object.keys(after) as (keyof Handover)[]).filter((name) => after[name] !== before[name]);
  if (names.length === 0) return undefined;
  const changes: Partial<Handover> = Object.fromEntries(names.map((name) => [name, after[name]]));
  return { type: 'change', handover: after, from: before.status, changes };
}

/** A UUID (version 8, RFC 9562) that is the same for the same fact and number. */
function derivedId(factId: string, number: number): string {
  const hash = createHash('sha256').update(`${factId}/${number}`).digest();
  hash[6] = (hash.readUInt8(6) & 0x0f) | 0x80;
  hash[8] = (hash.readUInt8(8) & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
