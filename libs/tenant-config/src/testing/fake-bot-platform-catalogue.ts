import { IsOptional, IsString, IsUrl } from 'class-validator';
import { BotPlatformCatalogue, type BotPlatformDescription, WEBHOOK_KEY } from '../ports/bot-platform-catalogue.js';

/** Settings like those of the generic platform. */
export class PlainBotSettings {
  @IsOptional()
  @IsUrl({ require_tld: false })
  readonly callbackUrl?: string;

  @IsOptional()
  @IsString()
  readonly callbackSecret?: string;
}

export class OtherBotSettings {
  @IsOptional()
  @IsString()
  readonly accessToken?: string;

  @IsOptional()
  @IsString()
  readonly webhookKey?: string;
}

/** A platform like the generic one, and `other`, whose secret we do not choose and which forwards handovers only. */
export class FakeBotPlatformCatalogue extends BotPlatformCatalogue {
  private readonly platforms: readonly BotPlatformDescription[] = [
    {
      name: 'generic',
      settingsClass: PlainBotSettings,
      secrets: ['callbackSecret'],
      generateSecret: () => 'whsec_Z2VuZXJhdGVkLWZvci10ZXN0cy1vbmx5ISE=',
      missing: ({ callbackUrl }, secrets) => [
        ...(callbackUrl ? [] : ['bot.callbackUrl']),
        ...(secrets.includes('callbackSecret') ? [] : ['bot.callbackSecret']),
      ],
    },
    {
      name: 'other',
      settingsClass: OtherBotSettings,
      secrets: ['accessToken', WEBHOOK_KEY],
      handoverDefaults: { forwardOnlyHandover: true },
      missing: () => [],
    },
  ];

  all(): readonly BotPlatformDescription[] {
    return this.platforms;
  }

  find(name: string): BotPlatformDescription | undefined {
    return this.platforms.find((platform) => platform.name === name);
  }
}
