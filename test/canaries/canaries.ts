import { createHash } from 'node:crypto';

/** Texts of customers, agents, flows and profiles; each is unique. */
export const TEXTS = {
  customer: 'canary-text-of-customer-7f31',
  bot: 'canary-text-of-bot-2a90',
  agent: 'canary-text-of-agent-c4d8',
  profile: 'canary-profile-value-51be',
  reason: 'canary-reason-e027',
  summary: 'canary-summary-93aa',
  context: 'canary-context-68f4',
};
/** Secrets of tenants, and a wrong key. */
export const SECRETS = {
  transformerSecret: 'canary-transformer-secret-0a1b2c3d4e5f',
  outputsPassword: 'canary-outputs-password-1b2c3d4e',
  nativeApiKey: 'canary-native-api-key-2c3d4e5f60',
  accessToken: 'canary-id:canary-access-token-3d4e5f6071',
  verifyToken: 'canary-verify-token-4e5f607182',
  wrongKey: 'canary-wrong-key-5f60718293a4',
};
/** The key of `startWorld`, which names it `test`. */
export const SECRETS_KEY = createHash('sha256').update('world').digest('base64');
