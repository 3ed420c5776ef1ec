import type { Check, Tenant } from '#tenant-config';

/** What a platform looks at when the connections of one of its tenants are checked. No check may reach a customer or run a flow. */
export abstract class BotPlatformChecks {
  /** Those of the registration's group. Checks of one call may share answers, so that the bot is called as little as possible. */
  abstract of(tenant: Tenant): Check[];
}
