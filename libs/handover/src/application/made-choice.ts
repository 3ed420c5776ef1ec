import { Injectable } from '@nestjs/common';
import { isJsonObject, type JsonValue } from '#kernel';
import { chosenFrom, type Choice, payloadOf } from '#rich-content';
import type { Conversation } from '../domain/conversation.js';
import type { EngageContent } from '../domain/engage-fact.js';
import type { ChosenReply } from '../domain/message.js';
import { type JournalEntry, MessageJournal } from '../ports/message-journal.js';

/** How many messages that offer something are looked at, the newest first. */
const LOOKED_AT = 10;

interface Answer {
  readonly text: string;
  readonly reply?: ChosenReply;
}

interface Said {
  readonly text: string;
  readonly payload: JsonValue | undefined;
  /** Engage's id of the content that is answered, where it says so. */
  readonly inReplyTo?: string | undefined;
}

interface Made {
  readonly choice: Choice;
  readonly offer: JournalEntry;
}

/** Finds what a customer chose of what earlier messages offered. The caller holds the conversation's lock. */
@Injectable()
export class MadeChoice {
  constructor(private readonly journal: MessageJournal) {}

  /**
   * Of what agents offered. Agents see the title, also where the bot platform brings only the payload. Once the bot has the
   * conversation back, later words are for the bot: only the first answer is taken for a choice without a payload of its own.
   */
  async ofAgents<Given extends Answer>(conversation: Conversation, given: Given): Promise<Given> {
    const { text, reply } = given;
    const made = await this.find(conversation, 'agent', { text, payload: reply?.payload });
    if (!made) return given;
    if (conversation.state === 'bot' && !reply && (await this.journal.isAnswered(made.offer))) return given;
    const payload = payloadOf(made.choice);
    const saysNothing = text.trim() === '' || text === payload;
    return {
      ...given,
      text: saysNothing ? made.choice.title : text,
      reply: { payload, inReplyTo: made.offer.foreignId },
    };
  }

  /** Of what the bot offered: its own payload; without a match what Engage gives back. */
  async ofBot(conversation: Conversation, written: EngageContent): Promise<ChosenReply | undefined> {
    const payload = givenBack(written.structuredReply);
    const made = await this.find(conversation, 'bot', { text: written.text, payload, inReplyTo: written.inReplyTo });
    if (made) return { payload: payloadOf(made.choice), inReplyTo: made.offer.foreignId };
    return payload === undefined ? undefined : { payload };
  }

  private async find(conversation: Conversation, by: 'bot' | 'agent', said: Said): Promise<Made | undefined> {
    const { text, payload = text, inReplyTo } = said;
    if (payload === '') return undefined;
    const { tenantId, id } = conversation;
    const offers = await this.journal.lastOffers(tenantId, id, by, LOOKED_AT);
    const named = offers.find(({ engageContentId }) => inReplyTo !== undefined && engageContentId === inReplyTo);
    const inOrder = named ? [named, ...offers.filter((offer) => offer !== named)] : offers;
    const carried = inOrder.flatMap((offer) => madeOf(offer, { text: '', payload }));
    return carried[0] ?? this.byWords(inOrder[0], text, named !== undefined);
  }

  /** Words choose from the last offer only, and a bare number only if it is the first that is said to it: it may mean anything. */
  private async byWords(offer: JournalEntry | undefined, text: string, isNamed: boolean): Promise<Made | undefined> {
    const made = offer && madeOf(offer, { text })[0];
    if (!made || isNamed || !/^\s*\d+[.)]?\s*$/.test(text)) return made;
    return (await this.journal.isAnswered(made.offer)) ? undefined : made;
  }
}

function madeOf(offer: JournalEntry, said: { text: string; payload?: JsonValue }): Made[] {
  const choice = offer.content && chosenFrom(offer.content, said);
  return choice ? [{ choice, offer }] : [];
}

/** Engage gives a payload back by itself, or as a member of what was chosen. */
function givenBack(structuredReply: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(structuredReply) && structuredReply['payload'] !== undefined
    ? structuredReply['payload']
    : structuredReply;
}
