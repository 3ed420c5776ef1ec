import type { BotEvent, BotEventBody } from '../bot-event.js';

/** Kinds of items in the lane to the bot. */
export const BOT_EVENT = 'bot.event';
/** Apart from the others, because it is sent at once or not at all. */
export const BOT_TYPING = 'bot.typing';

/** As it lies in the lane, whose place becomes its `sequence`. */
export type StoredBotEvent = BotEventBody & Omit<BotEvent, 'sequence' | keyof BotEventBody>;
