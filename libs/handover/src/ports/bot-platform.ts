import type { JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { BotEvent } from '#handover-rules';

/** A kind of bot, e.g. `generic` or `cognigy`: how it receives what happens to its conversations. */
export abstract class BotPlatform {
  /** Value of the tenant's `bot.platform`. */
  abstract readonly name: string;

  /** When `status: active` is sent: when an agent joins, or with the agent's first message. */
  readonly activeFrom: 'join' | 'first-message' = 'join';

  /** Host that events go to. @throws TenantIncomplete while it is not configured. */
  abstract destination(tenant: Tenant, address: JsonObject): string;

  /**
   * Sends an event to the bot. Called one at a time and in order for each conversation; repeats have the same id.
   *
   * @param failures how many tries of this event have failed before
   * @throws DestinationOutage, or an AppError whose kind says whether a retry can help
   */
  abstract deliver(tenant: Tenant, event: BotEvent, signal: AbortSignal, failures?: number): Promise<void>;
}

/** The bot platforms this service was built with. */
export abstract class BotPlatforms {
  /** @throws Error for an unknown name, which no stored tenant can have. */
  abstract of(tenant: Tenant): BotPlatform;
}
