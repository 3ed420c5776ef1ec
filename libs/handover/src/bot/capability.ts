import type { Capability } from '../capability.js';
import { SendBotEvent } from './send-bot-event.js';

export const bot: Capability = {
  deliveries: [SendBotEvent],
};
