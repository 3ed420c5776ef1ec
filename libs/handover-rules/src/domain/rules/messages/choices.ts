import { isJsonObject, type JsonValue } from '#kernel';
import { type Choice, chosenFrom, payloadOf } from '#rich-content';
import type { EngageContent } from '../../engage-fact.js';
import type { ChosenReply } from '../../message.js';
import type { Draft } from '../../machine/draft.js';
import type { Offer, Situation } from '../../machine/situation.js';

interface Answer {
  readonly text: string;
  readonly reply?: ChosenReply;
}

interface Said {
  readonly text: string;
  readonly payload: JsonValue | undefined;
  /** Engage's id of the content that is answered, if it names it. */
  readonly inReplyTo?: string | undefined;
}

interface Match {
  readonly choice: Choice;
  readonly offer: Offer;
}

/**
 * The customer's choice from the offers of agents. Agents see the title, even if the bot platform sends only the payload. Once
 * the bot has the conversation back, later messages are for the bot: without a payload only the first answer counts as a
 * choice.
 */
export function chosenOfAgents({ situation }: Draft, given: Answer): Answer {
  const { text, reply } = given;
  const match = matchOf(offersOf(situation, 'agent'), { text, payload: reply?.payload });
  if (!match) return given;
  if (situation.conversation.state === 'bot' && !reply && match.offer.isAnswered) return given;
  const payload = payloadOf(match.choice);
  const saysNothing = text.trim() === '' || text === payload;
  return { text: saysNothing ? match.choice.title : text, reply: { payload, inReplyTo: match.offer.entry.foreignId } };
}

/** The customer's choice from the offers of the bot, as the bot's own payload; without a match, what Engage returns. */
export function chosenOfBot({ situation }: Draft, written: EngageContent): ChosenReply | undefined {
  const payload = givenBack(written.structuredReply);
  const match = matchOf(offersOf(situation, 'bot'), { text: written.text, payload, inReplyTo: written.inReplyTo });
  if (match) return { payload: payloadOf(match.choice), inReplyTo: match.offer.entry.foreignId };
  return payload === undefined ? undefined : { payload };
}

function offersOf({ offers = [] }: Situation, author: 'agent' | 'bot'): Offer[] {
  return offers.filter(({ entry }) => entry.author === author);
}

function matchOf(offers: readonly Offer[], { text, payload = text, inReplyTo }: Said): Match | undefined {
  if (payload === '') return undefined;
  const named = offers.find(({ entry }) => inReplyTo !== undefined && entry.engageContentId === inReplyTo);
  const inOrder = named ? [named, ...offers.filter((offer) => offer !== named)] : offers;
  const carried = inOrder.flatMap((offer) => choiceIn(offer, { text: '', payload }));
  return carried[0] ?? byWords(inOrder[0], text, named !== undefined);
}

/** A text chooses from the last offer only, and a bare number only if it is the first answer: it may mean anything. */
function byWords(offer: Offer | undefined, text: string, isNamed: boolean): Match | undefined {
  const match = offer && choiceIn(offer, { text })[0];
  if (!match || isNamed || !/^\s{0,100}\d{1,9}[.)]?\s{0,100}$/.test(text)) return match;
  return match.offer.isAnswered ? undefined : match;
}

function choiceIn(offer: Offer, said: { text: string; payload?: JsonValue }): Match[] {
  const choice = offer.entry.content && chosenFrom(offer.entry.content, said);
  return choice ? [{ choice, offer }] : [];
}

/** Engage returns a payload alone, or as a member of what was chosen. */
function givenBack(structuredReply: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(structuredReply) && structuredReply['payload'] !== undefined
    ? structuredReply['payload']
    : structuredReply;
}
