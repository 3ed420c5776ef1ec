import type { Capability } from '../capability.js';
import { ForgetExpiredSecrets } from './forget-expired-secrets.js';
import { SecretsController } from './http/secrets.controller.js';
import { NewSecrets } from './new-secret.js';
import { RotateSecret } from './rotate-secret.js';

/** Rotates the secrets of tenants, and deletes former ones when their overlap has ended. */
export const secrets: Capability = {
  controllers: [SecretsController],
  internal: [ForgetExpiredSecrets, NewSecrets, RotateSecret],
};
