import type { CheckGroup } from '#tenant-config';

export const CHATLAYER_CHECKS = {
  'chatlayer-api': {
    title: "Chatlayer's API answers",
    looksAt: '`bot.apiBaseUrl`, by the list of bots.',
    needs: [],
    hourly: true,
  },
  'chatlayer-token': {
    title: 'Chatlayer accepts the access token',
    looksAt: '`bot.accessToken`, by the same call.',
    needs: ['chatlayer-api'],
    hourly: true,
  },
  'chatlayer-bot': {
    title: 'The access token is for this bot',
    looksAt: 'Whether `bot.botId` is in the list of bots; without `botId`, whether there is any bot.',
    needs: ['chatlayer-api', 'chatlayer-token'],
    hourly: false,
  },
} as const satisfies CheckGroup;
