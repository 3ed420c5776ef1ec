import type { JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { BotEvent } from '#handover-rules';

/** A kind of bot, e.g. `generic` or `cognigy`: how it receives what happens to its conversations. */
export abstract class BotPlatform {
  /** Value of the tenant's `bot.platform`. */
  abstract readonly name: string;

  /** When `status: active` is sent: as an agent joins, or with the agent's first message. */
  readonly activeFrom: 'join' | 'first-message' = 'join';

  /** Host that events go to. @throws TenantIncomplete while it is not configured. */
  abstract destination(tenant: Tenant, address: JsonObject): string;

  /**
   * Tells the bot. Called one at a time and in order per conversation; repeats carry the same id.
   *
   * @param failures how many tries of this event have failed before
   * @throws DestinationOutage, or an AppError whose kind says whether a repeat can help
   */
  abstract deliver(tenant: Tenant, event: BotEvent, signal: AbortSignal, failures?: number): Promise<void>;
}

/** The bot platforms this service was built with. */
export abstract class BotPlatforms {
  /** @throws Error for a name that no tenant can have been stored with. */
  abstract of(tenant: Tenant): BotPlatform;
}
