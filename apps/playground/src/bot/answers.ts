import { BOT_NAME, CUSTOMER, ORDERS } from './shop.js';

/** What the bot does about a customer's message. */
export interface Answer {
  readonly texts: readonly string[];
  readonly suggestions: readonly string[];
  /** Why a person should take over, if one should. */
  readonly handOver?: string;
  /** False when the bot had nothing to say to it. */
  readonly understood: boolean;
}

const MENU = ['Opening hours', 'Where is my order?', 'Recommend a coffee', 'Talk to a person'];

export const GREETING: Answer = known(
  [`Hi ${CUSTOMER.firstname}, I'm ${BOT_NAME}, the Northwind assistant. What can I do for you?`],
  MENU,
);

/** Said when the customer is the bot's again after a handover. */
export const WELCOME_BACK: Answer = known(["I'm back! Is there anything else I can do for you?"], MENU);

/** Said when no agent could be reached. */
export const NOBODY_THERE: Answer = known(
  ["I'm sorry, nobody of the team can be reached right now. I'm still here, and you can ask again later."],
  MENU,
);

interface Topic {
  readonly words: RegExp;
  readonly answer: (text: string) => Answer;
}

/** The first topic whose words occur wins. */
const TOPICS: readonly Topic[] = [
  { words: /\b(agent|human|person|representative)\b/i, answer: handOver },
  { words: /\b(?:nw-?)?\d{4}\b/i, answer: orderStatus },
  {
    words: /\b(orders?|parcel|deliver(y|ed)|track(ing)?)\b/i,
    answer: () => known(['Sure. Which order is it?'], orderNumbers()),
  },
  {
    words: /\b(open|opening|hours|close[ds]?|when)\b/i,
    answer: () =>
      known(['We are open Monday to Friday from 8 to 18, and on Saturday from 9 to 14. On Sunday we roast.']),
  },
  {
    words: /\b(recommend|coffee|beans?|espresso|filter)\b/i,
    answer: () =>
      known([
        'For espresso try our Huila: dark chocolate and cherry. For filter, the Yirgacheffe: bergamot and peach.',
      ]),
  },
  {
    words: /\b(returns?|refund|money back)\b/i,
    answer: () =>
      known(["Unopened bags can be returned within 30 days. If a coffee wasn't for you, a person can sort it out."]),
  },
  { words: /\b(thanks?|thank you|cheers|bye)\b/i, answer: () => known(["You're welcome. Enjoy your coffee!"]) },
  { words: /\b(hi|hello|hey|good (morning|afternoon|evening))\b/i, answer: () => GREETING },
];

/** The bot's whole wit. `misses` counts the questions in a row before this one that it did not understand. */
export function answerTo(text: string, misses: number): Answer {
  const topic = TOPICS.find(({ words }) => words.test(text));
  if (topic) return topic.answer(text);
  const said =
    misses === 0
      ? "I didn't get that. I know about these:"
      : 'I still don\'t get it, sorry. Shall I fetch a person? Just say "agent".';
  return { texts: [said], suggestions: misses === 0 ? MENU : ['Talk to a person', 'Opening hours'], understood: false };
}

/** Whether a waiting customer no longer wants to wait. */
export function isCancellation(text: string): boolean {
  return /^\s*(please\s+)?(cancel|never ?mind|stop)\b/i.test(text);
}

function handOver(): Answer {
  return {
    texts: ["Of course. I'll connect you with a colleague; they can see what we talked about."],
    suggestions: [],
    handOver: 'The customer asked for a person',
    understood: true,
  };
}

function orderStatus(text: string): Answer {
  const number = /\d{4}/.exec(text)?.[0] ?? '';
  const status = ORDERS[number];
  if (status) return known([`Your order NW-${number} is ${status}.`]);
  return known([`I can't find an order NW-${number}. Is the number right?`], [...orderNumbers(), 'Talk to a person']);
}

function orderNumbers(): string[] {
  return Object.keys(ORDERS).map((number) => `NW-${number}`);
}

function known(texts: string[], suggestions: readonly string[] = MENU): Answer {
  return { texts, suggestions, understood: true };
}
