import type { Capability } from '../capability.js';
import { BotOutbox } from './bot-outbox.js';
import { SendBotEvent } from './send-bot-event.js';

export const bot: Capability = {
  deliveries: [SendBotEvent],
  internal: [BotOutbox],
};
