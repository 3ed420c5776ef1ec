import type { Choice, RichContent } from '#rich-content';
import type { Words } from './chat.types.js';
import { coffees, hours, MENU, orderList, place, returns } from './offers.js';
import { BOT_NAME, COFFEES, ORDERS } from './shop.js';
import type { ShopAddress } from './shop-address.js';

/** The bot's reaction to a customer's message. */
export interface Answer {
  readonly messages: readonly Words[];
  /** Why a person should take over, if needed. */
  readonly handOver?: string;
  /** False if the bot has no answer. */
  readonly understood: boolean;
}

/** The input of the bot. */
export interface Question extends Words {
  /** Questions in a row before this one that the bot did not understand. */
  readonly misses: number;
  /** The customer's name, if the bot knows it. */
  readonly name?: string | undefined;
}

const TO_A_PERSON: Choice = { title: 'Talk to a person', payload: 'talk-to-a-person' };

/** @param name of the customer, if the bot knows it */
export function greeting(name?: string): Answer {
  const hello = name ? `Hi ${name}` : 'Hi';
  return known(`${hello}, I'm ${BOT_NAME}, the Northwind assistant. What can I do for you?`);
}

/** Sent when the bot answers again after a handover. */
export const WELCOME_BACK: Answer = known("I'm back! Is there anything else I can do for you?");

/** Sent when the customer no longer wants to wait for a colleague. */
export const WAITING_ENDED: Answer = known("All right, I'm back. What else can I do for you?");

/** Sent when no agent could be reached. */
export const NOBODY_THERE: Answer = known(
  "I'm sorry, no one of the team can be reached right now. I'm still here, and you can ask again later.",
);

interface Topic {
  readonly words: RegExp;
  readonly answer: (asked: string, address: ShopAddress, name?: string) => Answer;
}

/** The first topic whose words occur wins. Payloads of the bot's own options contain the same words. */
const TOPICS: readonly Topic[] = [
  { words: /\b(agent|human|person|representative)\b/i, answer: handOver },
  { words: /\b(?:nw-?)?\d{4}\b/i, answer: orderStatus },
  {
    words: /\b(orders?|parcel|deliver(y|ed)|track(ing)?)\b/i,
    answer: (_, address) => known('Sure. Which order is it?', orderList(address)),
  },
  { words: /\b(directions|address|where are you|map)\b/i, answer: () => known('You find us here:', place()) },
  {
    words: /\b(open|opening|hours|close[ds]?|when)\b/i,
    answer: (_, address) =>
      known(
        'We are open Monday to Friday from 8 to 18, and on Saturday from 9 to 14. On Sunday we roast.',
        hours(address),
      ),
  },
  { words: /\bbrew(ing)?\b/i, answer: brewing },
  {
    words: /\b(recommend|coffee|beans?|espresso|filter)\b/i,
    answer: (_, address) =>
      known('For espresso try our Huila, for filter the Yirgacheffe. These are roasted this week:', coffees(address)),
  },
  {
    words: /\b(returns?|refund|money back)\b/i,
    answer: () =>
      known(
        "Unopened bags can be returned within 30 days. If a coffee wasn't for you, a person can sort it out.",
        returns(TO_A_PERSON),
      ),
  },
  { words: /\b(thanks?|thank you|cheers|bye)\b/i, answer: () => known("You're welcome. Enjoy your coffee!") },
  { words: /\b(hi|hello|hey|good (morning|afternoon|evening))\b/i, answer: (_asked, _address, name) => greeting(name) },
];

/** All that the bot can answer. A chosen option is answered by its payload. */
export function answerTo(question: Question, address: ShopAddress): Answer {
  const { text, payload, attachments = [], misses, name } = question;
  for (const asked of [payload ?? text, text]) {
    const topic = TOPICS.find(({ words }) => words.test(asked));
    if (topic) return topic.answer(asked, address, name);
  }
  if (attachments.length > 0)
    return known('Thank you for the file. I cannot look into it, but a colleague can.', options([TO_A_PERSON]));
  return notUnderstood(misses);
}

/** Whether a waiting customer no longer wants to wait. */
export function isCancellation(text: string): boolean {
  return /^\s*(please\s+)?(cancel|never ?mind|stop)\b/i.test(text);
}

function notUnderstood(misses: number): Answer {
  const answer =
    misses === 0
      ? known("I didn't get that. I know about these:")
      : known(
          'I still don\'t get it, sorry. Shall I fetch a person? Just say "agent".',
          options([TO_A_PERSON, ...MENU.slice(0, 1)]),
        );
  return { ...answer, understood: false };
}

function handOver(): Answer {
  return {
    messages: [{ text: "Of course. I'll connect you with a colleague; they can see what we talked about." }],
    handOver: 'The customer asked for a person',
    understood: true,
  };
}

function orderStatus(text: string): Answer {
  const number = /\d{4}/.exec(text)?.[0] ?? '';
  const order = ORDERS[number];
  if (order) return known(`Your order NW-${number} is ${order.status}.`);
  const numbers = Object.keys(ORDERS).map((known) => ({ title: `NW-${known}` }));
  return known(`I can't find an order NW-${number}. Is the number right?`, options([...numbers, TO_A_PERSON]));
}

function brewing(text: string, address: ShopAddress): Answer {
  const coffee = COFFEES.find(({ name }) => text.toLowerCase().includes(name.toLowerCase()));
  if (!coffee) return known('For which of these?', coffees(address));
  return known(`We like ${coffee.name} as ${coffee.brewing}.`);
}

function options(items: readonly Choice[]): RichContent {
  return { type: 'quick_replies', items };
}

function known(text: string, content: RichContent = options(MENU)): Answer {
  return { messages: [{ text, content }], understood: true };
}
