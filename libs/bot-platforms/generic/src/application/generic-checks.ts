import type { CheckGroup } from '#tenant-config';

export const GENERIC_CHECKS = {
  'bot-callback': {
    title: 'The bot answers at its callback URL',
    looksAt: '`bot.callbackUrl`, by a signed event of type `ping` that bots answer with any 2xx.',
    needs: [],
    hourly: true,
  },
  'bot-signature': {
    title: 'The bot accepts our signature',
    looksAt: 'The answer to the same `ping`: 401 or 403 mean that the bot has another `bot.callbackSecret`.',
    needs: ['bot-callback'],
    hourly: true,
  },
  'bot-forgery': {
    title: 'The bot refuses a forged signature',
    looksAt: 'The answer to a `ping` that is signed with a random secret.',
    needs: ['bot-callback', 'bot-signature'],
    hourly: false,
  },
} as const satisfies CheckGroup;
