import type { BotEvent, BotEventBody } from '../bot-event.js';

/** Kinds of items in the lane to the bot. */
export const BOT_EVENT = 'bot.event';
/** Separate from the others, because it is sent at once or not at all. */
export const BOT_TYPING = 'bot.typing';

/** As stored in the lane; its position becomes its `sequence`. */
export type StoredBotEvent = BotEventBody & Omit<BotEvent, 'sequence' | keyof BotEventBody>;
