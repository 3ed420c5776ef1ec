import type { Check, Tenant } from '#tenant-config';

/** The connection checks of a platform for one of its tenants. No check may reach a customer or run a flow. */
export abstract class BotPlatformChecks {
  /** The checks of the registration's group. Checks of one call may share answers, so that the bot is called as little as possible. */
  abstract of(tenant: Tenant): Check[];
}
