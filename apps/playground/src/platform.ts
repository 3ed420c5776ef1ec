/** The bot platforms that the demo bot can replace. */
export const PLATFORMS = ['generic', 'cognigy', 'chatlayer'] as const;

export type Platform = (typeof PLATFORMS)[number];

/** Their names for people. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  generic: 'the generic API',
  cognigy: 'Cognigy.AI',
  chatlayer: 'Chatlayer.ai',
};

/** Whether bots of a platform can answer on channels that Engage serves itself. */
export function answersOnNativeChannels(platform: Platform): boolean {
  return platform !== 'chatlayer';
}
