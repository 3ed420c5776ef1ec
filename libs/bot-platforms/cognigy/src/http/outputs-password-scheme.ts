/** Name of the scheme, for `@ApiBasicAuth`. */
export const OUTPUTS_PASSWORD_AUTH = 'outputsPassword';

/** How Webhook Endpoints authenticate, for the API document. */
export const OUTPUTS_PASSWORD_SCHEME = {
  type: 'http',
  scheme: 'basic',
  description: 'For Webhook Endpoints of Cognigy.AI: `bot.outputsUser` and `bot.outputsPassword` of the tenant.',
} as const;
