import type { Capability } from '../capability.js';
import { CreateAdminKey } from './create-admin-key.js';
import { CreateBotKey } from './create-bot-key.js';
import { DeleteAdminKey } from './delete-admin-key.js';
import { DeleteBotKey } from './delete-bot-key.js';
import { AdminKeysController } from './http/admin-keys.controller.js';
import { BotKeysController } from './http/bot-keys.controller.js';
import { ReadAdminKeys } from './read-admin-keys.js';

/** Keys of administrators and of tenants' bots. */
export const keys: Capability = {
  controllers: [BotKeysController, AdminKeysController],
  exported: [CreateBotKey],
  internal: [CreateAdminKey, DeleteAdminKey, DeleteBotKey, ReadAdminKeys],
};
