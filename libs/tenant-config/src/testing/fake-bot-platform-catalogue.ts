import { IsOptional } from 'class-validator';
import { BotPlatformCatalogue, type BotPlatformDescription, WEBHOOK_KEY } from '../ports/bot-platform-catalogue.js';
import { FOREIGN_TOKEN, IsSecret, visibleAscii } from '../secrets/http/secret.decorators.js';
import { IsOutboundUrl, IsSettings } from '../settings/http/settings-class.decorators.js';

/** Settings like those of the generic platform. */
export class PlainBotSettings {
  @IsOptional()
  @IsOutboundUrl()
  readonly callbackUrl?: string;

  @IsOptional()
  @IsSecret(visibleAscii(16, 256))
  readonly callbackSecret?: string;
}

export class OtherBotApi {
  @IsOptional()
  @IsOutboundUrl()
  readonly baseUrl?: string;
}

export class OtherBotSettings {
  @IsOptional()
  @IsSecret(FOREIGN_TOKEN)
  readonly accessToken?: string;

  @IsOptional()
  @IsSecret(visibleAscii(12, 256))
  readonly webhookKey?: string;

  @IsOptional()
  @IsSettings(() => OtherBotApi)
  readonly api?: OtherBotApi;
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
