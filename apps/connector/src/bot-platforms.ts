import type { BotPlatformRegistration } from '#bot-platforms';
import { chatlayerRegistration } from '#bot-platforms/chatlayer';
import { cognigyRegistration } from '#bot-platforms/cognigy';
import { genericRegistration } from '#bot-platforms/generic';

/** The bot platforms of this service. A new platform is one more line. */
export const BOT_PLATFORMS: readonly BotPlatformRegistration[] = [
  genericRegistration,
  cognigyRegistration,
  chatlayerRegistration,
];
