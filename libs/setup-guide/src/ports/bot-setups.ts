import type { BotSetup } from '../domain/bot-setup.js';

/** What the bot platforms of this build contribute to the guide. */
export abstract class BotSetups {
  /** @param platform `bot.platform` of a tenant */
  abstract setupOf(platform: string): BotSetup;
}
