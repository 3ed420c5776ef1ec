import { Injectable } from '@nestjs/common';
import { type Check, checksOf, failed, passed, type CheckGroup, type Tenant } from '#tenant-config';
import { BotHttpClient } from '../../adapters/bot-http-client.js';
import { BotPlatformChecks } from '../../bot-platform-checks.js';
import { farSideOf } from './example.bot-platform.js';

export const EXAMPLE_CHECKS = {
  'example-answers': { title: 'The bot answers', looksAt: '`bot.eventsUrl`.', needs: [], hourly: true },
} as const satisfies CheckGroup;

/** Checks whether the bot answers. */
@Injectable()
export class ExampleBotChecks extends BotPlatformChecks {
  constructor(private readonly http: BotHttpClient) {
    super();
  }

  override of(tenant: Tenant): Check[] {
    return checksOf(EXAMPLE_CHECKS, {
      'example-answers': async (signal) => {
        const { url, token } = farSideOf(tenant);
        const { status } = await this.http.probe(
          { method: 'GET', url, headers: { authorization: `Bearer ${token}` } },
          signal,
        );
        return status === 401 ? failed('The bot refuses the token.', 'Set bot.token.') : passed('The bot answers.');
      },
    });
  }
}
