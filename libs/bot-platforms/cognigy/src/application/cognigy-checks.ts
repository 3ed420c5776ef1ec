import type { CheckGroup } from '#tenant-config';

export const COGNIGY_CHECKS = {
  'cognigy-endpoints': {
    title: 'The Cognigy Endpoints answer',
    looksAt:
      '`bot.endpointBaseUrl` with each of `bot.urlTokens`, by a notify call without a session: Cognigy answers 404 only for an Endpoint that does not exist.',
    needs: [],
    hourly: true,
  },
  'cognigy-signature': {
    title: 'The Endpoint Transformer accepts our signature',
    looksAt:
      'The answers to the same calls: 401 or 403 mean another `bot.transformerSecret` in the script, or a missing API key.',
    needs: ['cognigy-endpoints'],
    hourly: true,
  },
  'cognigy-native-endpoint': {
    title: "The Webhook Endpoint for Engage's own sources answers",
    looksAt: '`bot.nativeUrlToken` and `bot.nativeApiKey`, where the tenant has `engage.nativeSourceIds`.',
    needs: [],
    hourly: true,
  },
} as const satisfies CheckGroup;
